"""Limits of a process, so that an attack on memory or time is a failure and nothing worse."""

import resource


def limit(seconds: int = 30) -> None:
    """Turn a memory explosion or an endless loop into a failure."""
    resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
