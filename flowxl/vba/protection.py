"""Protection of a VBA project: none, said in the encrypted form that the ``PROJECT`` stream asks for."""

import struct

VERSION = 2
FILLER = 7  # any value will do; with it and its seeds the example of [MS-OVBA] 3.1.6 comes out to the letter
SEEDS = {"CMG": 0x07, "DPB": 0x0E, "GC": 0x15}
VALUES = {
    "CMG": b"\0\0\0\0",  # no part of the project is protected ([MS-OVBA] 2.3.1.15)
    "DPB": b"\0",  # there is no password (2.3.1.16)
    "GC": b"\xff",  # the project is visible (2.3.1.17)
}


def protection(project_id: str) -> dict[str, str]:
    """Return the three lines of a project that anybody may open.

    >>> protection("{917DED54-440B-4FD1-A5C1-74ACF261E600}")["DPB"]
    '0E0CD1ECDFF4E7F5E7F5E7'
    """
    return {key: encrypt(value, project_id, SEEDS[key]) for key, value in VALUES.items()}


def encrypt(data: bytes, project_id: str, seed: int) -> str:
    """Return hexadecimal digits of bytes, encrypted after [MS-OVBA] 2.4.3.2.

    Parameters
    ----------
    data
        What to encrypt.
    project_id
        The project's GUID in braces, as the line ``ID`` has it: its bytes make the key.
    seed
        Any byte; a random one in Office, a fixed one here, so that the same project gives the same file.
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    encrypted = [seed, seed ^ VERSION, seed ^ key]
    before = key
    for byte in [*[FILLER] * ((seed & 6) // 2), *struct.pack("<I", len(data)), *data]:
        encrypted.append(byte ^ (encrypted[-2] + before & 0xFF))
        before = byte
    return bytes(encrypted).hex().upper()
