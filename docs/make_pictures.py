"""Make the pictures of the documentation: ``python docs/make_pictures.py [folder]``.

Opens the standard workbook in LibreOffice with the add-in, so that the core answers, and prints sheets to pictures; it
needs what the tests need: LibreOffice 25.2 or newer, pdftoppm and a Chinese font.
"""

import struct
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs from a clone as well
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # the renderer is the tests'

from support.engines import render

from flowxl.libreoffice.build import addin, this_interpreter

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "workbook" / "FlowIndex.xlsm"
PICTURES = {"result": "结果", "gap": "差距", "charts": "图表", "checks": "校验", "input": "资金流"}
"""Name of each picture, and the sheet whose first page it shows."""
DPI = {"input": 150}
USUAL_DPI, FOOTER, MARGIN, COLOURS = 115, 0.06, 12, 256


def pixels(content: bytes) -> np.ndarray:
    """Return the pixels of a PPM picture; shape (height, width, 3)."""
    _, width, height, _, body = content.split(maxsplit=4)
    return np.frombuffer(body[-3 * int(width) * int(height) :], np.uint8).reshape(int(height), int(width), 3)


def trimmed(page: np.ndarray) -> np.ndarray:
    """Return a page without its footer and the white around what is on it."""
    page = page[: int(len(page) * (1 - FOOTER))]
    filled = (page != 255).any(axis=2)
    cuts = []
    for axis in (1, 0):
        lines = np.flatnonzero(filled.any(axis=axis))
        cuts.append(slice(max(lines[0] - MARGIN, 0), lines[-1] + MARGIN))
    return page[cuts[0], cuts[1]]


def png(page: np.ndarray) -> bytes:
    """Return a PNG of the commonest colours: fills stay as they are, shades at the edges of letters are merged."""
    flat = page.reshape(-1, 3).astype(np.int64) @ (65536, 256, 1)
    found, place, count = np.unique(flat, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    palette = colours[np.argsort(-count, kind="stable")[:COLOURS]]
    nearest = ((colours[:, None] - palette) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    rows = nearest[place].reshape(page.shape[:2])
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", page.shape[1], page.shape[0], 8, 3, 0, 0, 0)
    parts = {b"IHDR": head, b"PLTE": palette.astype(np.uint8).tobytes(), b"IDAT": zlib.compress(body, 9), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts.items()
    )


def main() -> None:
    """Make all pictures."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="flowxl-pictures-") as folder:
        extension = Path(folder) / "FlowXL.oxt"
        extension.write_bytes(addin(this_interpreter()))
        for dpi in {DPI.get(name, USUAL_DPI) for name in PICTURES}:
            names = {sheet: name for name, sheet in PICTURES.items() if DPI.get(name, USUAL_DPI) == dpi}
            for page in render(BOOK, Path(folder), dpi, list(names), addin=extension, form="ppm"):
                _, sheet, number = page.stem.rsplit("-", 2)
                if int(number) == 1:
                    (target / f"{names[sheet]}.png").write_bytes(png(trimmed(pixels(page.read_bytes()))))


if __name__ == "__main__":
    main()
