"""A person's book carried over: the old package is the base, our sheets are replaced, all else stays as it is."""
