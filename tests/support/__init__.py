"""What tests share: builders of files, readers that are not ours, oracles, and people at work."""
