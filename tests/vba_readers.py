"""oletools, which reads VBA projects for virus hunters: the second opinion on ours."""

import warnings

with warnings.catch_warnings():
    # On import oletools 0.60.2 calls pyparsing by names that pyparsing 3.3 announces to drop.
    warnings.filterwarnings("ignore", message=r"'\w+' (argument is )?deprecated", category=DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream

__all__ = ["VBA_Parser", "decompress_stream"]
