"""The zip archive of a workbook from outside: what kind of file it is, and its parts in bounded pieces.

Nothing that the archive says about itself is believed: sizes are counted while inflating, every part must lie
alone in the file, and the number of parts is known before the directory is read.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

MAX_FILE = 128 << 20  # the largest panel we serve (300 cities x 127 indicators x 20 years) takes 25 MB
MAX_TOTAL = 512 << 20  # inflated; that panel takes 350 MB with its formulas, and inflating 512 MB takes about 1.5 s
MAX_PARTS = 5_000  # books of several hundred sheets with pictures and notes stay below 2,000
MAX_RATIO = 200  # real sheets shrink to 1/5 .. 1/60; deflate can reach 1/1032
RATIO_FLOOR = 8 << 20  # below this size a high ratio harms nobody
BLOCK = 1 << 18  # size of the pieces that are handed on

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = {
    b"\x89PNG": Message("a.png"),
    b"\xff\xd8\xff": Message("a.jpeg"),
    b"GIF8": Message("a.gif"),
    b"%PDF": Message("a.pdf"),
    b"Rar!": Message("a.rar"),
    b"7z\xbc\xaf": Message("a.7z"),
    b"\x1f\x8b": Message("a.gzip"),
    b"PK\x05\x06": Message("an.empty_zip"),
}


def refuse(path: Path, *faults: Fault) -> FlowXLError:
    """Return the error that tells why a file is not read."""
    return FlowXLError(Message("book.unreadable", name=path.name or str(path)), faults)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _ole_fault(path: Path) -> Fault:
    """Tell an encrypted workbook, an old .xls and other compound files apart by the names of their streams."""
    data = path.read_bytes()
    if _utf16("EncryptedPackage") in data:
        return Fault("encrypted.book", Place(path.name))
    if _utf16("Workbook") in data or _utf16("Book") + b"\0\0" in data:
        return Fault("old_xls", Place(path.name))
    return Fault("not_workbook.other", Place(path.name), found=Message("an.old_office_file"))


def _text_fault(path: Path, head: bytes) -> Fault | None:
    """Tell which kind of text a file holds, or None where it is no text."""
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not utf16:
        return None
    start = head.decode("utf-16" if utf16 else "utf-8-sig", "replace").lstrip().lower()
    if "<html" in start or "<table" in start or start.startswith("<!doctype html"):
        found = Message("a.web_page")
    elif start.startswith("<"):
        found = Message("an.xml_file")
    else:
        found = Message("a.plain_text")
    return Fault("not_workbook.text", Place(path.name), found=found)


def recognise(path: Path) -> None:
    """Refuse whatever is no zip archive, with a sentence that says what it is instead."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return
    if not head:
        raise refuse(path, Fault("empty_file", Place(path.name)))
    if head.startswith(_OLE):
        raise refuse(path, _ole_fault(path))
    if head[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and b"\0" in head[2:8]:
        fault = Fault("old_xls", Place(path.name))
        raise refuse(path, fault)
    named = next((found for mark, found in _SIGNATURES.items() if head.startswith(mark)), None)
    fault_of_text = None if named else _text_fault(path, head)
    found = named or Message("bytes.no_zip")
    raise refuse(path, fault_of_text or Fault("not_workbook.other", Place(path.name), found=found))


def normal(name: str) -> str:
    """Return a part name as it is compared: Office ignores case, some writers use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def resolve(folder: str, target: str) -> str:
    """Return the normal name of the part that a relation in a folder points to, with ``..`` worked out."""
    at = target if target.startswith(("/", "\\")) else f"{folder}/{target}"
    steps: list[str] = []
    for step in normal(at).split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


class Archive:
    """Parts of a zip archive, checked so that they can be inflated piece by piece.

    Attributes
    ----------
    parts
        Entries by their normal name; folders are left out.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.budget = MAX_TOTAL
        self.parts: dict[str, zipfile.ZipInfo] = {}
        self._count_entries()
        faults = self._directory()
        if faults:
            raise refuse(path, *faults)
        self._check_positions()
        if sum(info.file_size for info in self.parts.values()) > MAX_TOTAL:
            raise self.bomb(Place(path.name))

    def place(self, name: str) -> Place:
        """Return the place of a fault in one part."""
        return Place(self.path.name, name=Message("place.part", part=name))

    def bomb(self, place: Place) -> FlowXLError:
        """Return the error for an archive that would grow without measure."""
        return refuse(self.path, Fault("zip_bomb", place, most=MAX_TOTAL >> 20, ratio=MAX_RATIO))

    def damaged(self, place: Place, found: Message) -> FlowXLError:
        """Return the error for an archive that is cut off or altered."""
        return refuse(self.path, Fault("damaged.archive", place, found=found))

    def _count_entries(self) -> None:
        # zipfile builds half a kilobyte for each entry, so they are counted first
        entries = 0
        with self.path.open("rb") as stream:
            tail = b""
            while block := stream.read(1 << 20):
                data = tail + block
                entries += data.count(b"PK\x01\x02")
                tail = data[-3:]
        if entries > MAX_PARTS:
            raise refuse(self.path, Fault("too_many_parts", Place(self.path.name), found=entries, most=MAX_PARTS))

    def _directory(self) -> list[Fault]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, OverflowError, struct.error, NotImplementedError) as error:
            raise self.damaged(Place(self.path.name), Message("archive.no_directory")) from error
        faults, whole = [], Place(self.path.name)
        for info in infos:
            key = normal(info.filename)
            steps = info.orig_filename.replace("\\", "/").split("/")
            if ".." in steps or not steps[0] or ":" in steps[0] or "\0" in info.orig_filename:
                faults.append(Fault("unsafe_part_name", whole, name=info.orig_filename))
            elif key in self.parts:
                faults.append(Fault("duplicate_part", whole, name=info.filename))
            elif info.flag_bits & 1:
                faults.append(Fault("encrypted.part", self.place(info.filename)))
            elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                faults.append(Fault("compression", self.place(info.filename), method=info.compress_type))
            elif not key.endswith("/"):
                self.parts[key] = info
        return faults

    def _check_positions(self) -> None:
        size = self.path.stat().st_size
        end, before = 0, ""
        with self.path.open("rb") as stream:
            for info in sorted(self.parts.values(), key=lambda info: info.header_offset):
                if info.header_offset < end:
                    names = {"first": before, "second": info.filename}
                    raise refuse(self.path, Fault("overlapping_parts", Place(self.path.name), 1, **names))
                end, before = self._start(stream, info) + info.compress_size, info.filename
                if end > size:
                    raise self.damaged(self.place(info.filename), Message("archive.cut"))

    def _start(self, stream: BinaryIO, info: zipfile.ZipInfo) -> int:
        """Return where the data of a part begin, by its own header."""
        stream.seek(max(info.header_offset, 0))
        header = stream.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise self.damaged(self.place(info.filename), Message("archive.no_part"))
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        return int(info.header_offset + _LOCAL_HEADER.size + name_length + extra_length)

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield the inflated bytes of a part in blocks of at least ``BLOCK`` bytes, the last may be shorter."""
        info = self.parts[name]
        place = self.place(info.filename)
        total, checksum, pending = 0, 0, bytearray()
        for piece in self._inflate(info):
            total += len(piece)
            checksum = zlib.crc32(piece, checksum)
            self.budget -= len(piece)
            if self.budget < 0 or (total > RATIO_FLOOR and total > MAX_RATIO * info.compress_size):
                raise self.bomb(place)
            if total > info.file_size:
                break
            pending += piece
            if len(pending) >= BLOCK:
                yield bytes(pending)
                pending.clear()
        if total > info.file_size:
            raise refuse(self.path, Fault("wrong_size.more", place, size=info.file_size))
        if total < info.file_size:
            raise refuse(self.path, Fault("wrong_size.less", place, found=total, size=info.file_size))
        if checksum != info.CRC:
            raise self.damaged(place, Message("archive.checksum"))
        if pending:
            yield bytes(pending)

    def _inflate(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
        with self.path.open("rb") as stream:
            stream.seek(self._start(stream, info))
            left = info.compress_size
            while left > 0 and (packed := stream.read(min(left, 1 << 16))):
                left -= len(packed)
                if inflater is None:
                    yield packed
                    continue
                while packed and not inflater.eof:
                    try:
                        piece = inflater.decompress(packed, BLOCK)
                    except zlib.error as error:
                        raise self.damaged(self.place(info.filename), Message("archive.unpack")) from error
                    packed = inflater.unconsumed_tail
                    yield piece
            if inflater is not None and not inflater.eof:
                # what is left inside the inflater is less than one block, but only the end mark shows completeness
                yield inflater.flush()
