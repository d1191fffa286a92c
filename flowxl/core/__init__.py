"""The method: framework, panel, scores, index. Arrays in, arrays out; no files."""
