"""oletools, which reads VBA projects for virus hunters: the second opinion on ours."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    # On import oletools 0.60.2 calls pyparsing by names that pyparsing 3.3 announces to drop.
    warnings.filterwarnings("ignore", message=r"'\w+' (argument is )?deprecated", category=DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream

__all__ = ["VBA_Parser", "decompress_stream", "modules_of"]


def modules_of(path: Path) -> dict[str, str]:
    """Return the source of each module as oletools reads it."""
    parser = VBA_Parser(str(path))
    found = {name.partition(".")[0]: source for _, _, name, source in parser.extract_macros()}
    parser.close()
    return found
