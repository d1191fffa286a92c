"""A second reader of compound files and of compressed text, written from [MS-CFB] and [MS-OVBA] alone.

It forgives nothing: every sector belongs to one chain, every entry of the directory is reached once, the trees of names
are red-black trees.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
FREE, END, FAT, DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
NONE = 0xFFFFFFFF
UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5
RED, BLACK = 0, 1


class DamagedError(Exception):
    """The file cannot be read on."""


@dataclass(frozen=True)
class Entry:
    """An entry of the directory."""

    name: str
    name_bytes: int
    kind: int
    colour: int
    left: int
    right: int
    child: int
    start: int
    size: int
    rest: bytes

    @property
    def key(self) -> tuple[int, str]:
        """Return what siblings are sorted by."""
        return self.name_bytes, self.name.upper()


def decompress(container: bytes) -> bytes:
    """Return what was compressed, after [MS-OVBA] 2.4.1.3.1 to 2.4.1.3.5."""
    if container[0] != 1:
        raise DamagedError(f"signature {container[0]}")
    out, at = bytearray(), 1
    while at < len(container):
        header = struct.unpack_from("<H", container, at)[0]
        size, signature, packed = (header & 0xFFF) + 3, header >> 12 & 7, header >> 15
        body = container[at + 2 : at + size]
        if signature != 3 or len(body) != size - 2:
            raise DamagedError(f"chunk at {at}: header {header:#06x}, {len(body)} bytes follow")
        out += _expand(body) if packed else body
        at += size
    return bytes(out)


def _expand(body: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[at])
                at += 1
                continue
            token, at = struct.unpack_from("<H", body, at)[0], at + 2
            bits = next(bits for bits in range(4, 17) if 1 << bits >= len(out))
            length, back = (token & (1 << 16 - bits) - 1) + 3, (token >> 16 - bits) + 1
            if back > len(out):
                raise DamagedError(f"a copy from {back} back at {len(out)}")
            for _ in range(length):
                out.append(out[-back])
    if len(out) > 4096:
        raise DamagedError(f"a chunk of {len(out)} bytes")
    return bytes(out)


class Container:
    """A compound file: ``streams`` by path, ``faults`` as texts that begin with the rule's name."""

    def __init__(self, data: bytes) -> None:
        self.data, self.faults = data, []
        self.owner: dict[int, str] = {}
        self.streams: dict[str, bytes] = {}
        self._read_header()
        self._read_tables()
        self.entries = self._read_directory()
        root = self.entries[0]
        self.mini = self._chain(root.start, root.size, "mini stream")
        self.mini_owner: dict[int, str] = {}
        self.seen: set[int] = {0}
        self._read_storage(0, "")
        self._check_leftovers()

    def _expect(self, fine: bool, rule: str, text: str) -> None:
        if not fine:
            self.faults.append(f"{rule}: {text}")

    def _read_header(self) -> None:
        data = self.data
        if len(data) < 1536 or len(data) % 512 or data[:8] != SIGNATURE:
            raise DamagedError(f"{len(data)} bytes, beginning with {data[:8].hex()}")
        numbers = struct.unpack_from("<5H", data, 24)
        self._expect(numbers == (0x3E, 3, 0xFFFE, 9, 6), "header", f"versions and sizes {numbers}")
        self._expect(not any(data[8:24]) and not any(data[34:44]), "header", "reserved bytes are not zero")
        (self.fat_count, self.first, transaction, cutoff, self.mini_first, self.mini_count, self.difat_first,
         self.difat_count) = struct.unpack_from("<8I", data, 44)  # fmt: skip
        self._expect((transaction, cutoff) == (0, 4096), "header", f"transaction {transaction}, cut-off {cutoff}")
        self.sectors = len(data) // 512 - 1

    def _sector(self, number: int) -> bytes:
        if number >= self.sectors:
            raise DamagedError(f"sector {number} of {self.sectors}")
        return self.data[512 * (number + 1) : 512 * (number + 2)]

    def _own(self, number: int, who: str) -> None:
        self._expect(number not in self.owner, "chains", f"sector {number} of {who} and {self.owner.get(number)}")
        self.owner[number] = who

    def _read_tables(self) -> None:
        listed = list(struct.unpack_from("<109I", self.data, 76))
        at, lists = self.difat_first, []
        for _ in range(self.difat_count):
            lists.append(at)
            *more, at = struct.unpack("<128I", self._sector(at))
            listed += more
        self._expect(at == END, "chains", f"the list of FAT sectors goes on to {at:#x}")
        places = [number for number in listed if number != FREE]
        self._expect(listed[: len(places)] == places and len(places) == self.fat_count, "chains", "FAT sectors")
        self.fat = [entry for number in places for entry in struct.unpack("<128I", self._sector(number))]
        for numbers, mark in ((places, FAT), (lists, DIFAT)):
            for number in numbers:
                self._own(number, f"table {mark:#x}")
                self._expect(self.fat[number] == mark, "chains", f"sector {number} is not marked as a table")
        mini = self._chain(self.mini_first, 512 * self.mini_count, "mini FAT")
        self.mini_fat = list(struct.unpack(f"<{len(mini) // 4}I", mini))

    def _numbers(self, start: int, table: list[int], who: str) -> Iterator[int]:
        number, steps = start, 0
        while number != END:
            if number >= len(table) or steps > len(table):
                raise DamagedError(f"the chain of {who} leads to {number:#x}")
            yield number
            number, steps = table[number], steps + 1

    def _chain(self, start: int, size: int | None, who: str) -> bytes:
        numbers = list(self._numbers(start, self.fat, who))
        for number in numbers:
            self._own(number, who)
        content = b"".join(map(self._sector, numbers))
        if size is None:
            return content
        self._expect(len(content) == -(-size // 512) * 512, "chains", f"{who}: {size} bytes in {len(numbers)} sectors")
        return content[:size]

    def _mini_chain(self, start: int, size: int, who: str) -> bytes:
        numbers = list(self._numbers(start, self.mini_fat, who))
        for number in numbers:
            self._expect(number not in self.mini_owner, "chains", f"mini sector {number} of {who} is taken")
            self.mini_owner[number] = who
        self._expect(len(numbers) == -(-size // 64), "chains", f"{who}: {size} bytes in {len(numbers)} mini sectors")
        return b"".join(self.mini[64 * number : 64 * (number + 1)] for number in numbers)[:size]

    def _read_directory(self) -> list[Entry]:
        content = self._chain(self.first, None, "directory")
        return [self._entry(content[at : at + 128]) for at in range(0, len(content), 128)]

    def _entry(self, raw: bytes) -> Entry:
        length, kind, colour, left, right, child = struct.unpack_from("<HBBIII", raw, 64)
        start, size = struct.unpack_from("<IQ", raw, 116)
        name = raw[: max(0, length - 2)].decode("utf-16-le")
        self._expect(not any(raw[max(0, length - 2) : 64]), "directory", f"{name!r}: bytes after the name")
        return Entry(name, length, kind, colour, left, right, child, start, size, raw[80:116])

    def _read_storage(self, number: int, path: str) -> None:
        child = self.entries[number].child
        if child == NONE:
            return
        self._expect(self.entries[child].colour == BLACK, "tree_red", f"{path or 'root'}: the top of the tree is red")
        self._walk(child, path, (None, None), RED)

    def _walk(self, number: int, path: str, bounds: tuple[object, object], above: int) -> int:
        """Read a tree of siblings and return the number of black ones on the way down."""
        if number == NONE:
            return 0
        if number >= len(self.entries) or number in self.seen:
            raise DamagedError(f"entry {number} is missing or reached twice")
        self.seen.add(number)
        entry, (low, high) = self.entries[number], bounds
        fits = (low is None or entry.key > low) and (high is None or entry.key < high)
        self._expect(fits, "tree_order", f"{path}{entry.name} stands at the wrong place")
        root_of_tree = bounds == (None, None)
        self._expect(
            root_of_tree or RED not in (above,) or entry.colour == BLACK, "tree_red", f"{entry.name}: two reds"
        )
        left = self._walk(entry.left, path, (low, entry.key), entry.colour)
        right = self._walk(entry.right, path, (entry.key, high), entry.colour)
        self._expect(
            left == right, "tree_black", f"{entry.name}: {left} black entries to the left, {right} to the right"
        )
        self._read_entry(number, entry, path)
        return left + (entry.colour == BLACK)

    def _read_entry(self, number: int, entry: Entry, path: str) -> None:
        name = path + entry.name
        self._expect(not any(entry.rest), "directory", f"{name}: class, state or times are not zero")
        if entry.kind == STORAGE:
            self._expect((entry.start, entry.size) == (0, 0), "directory", f"{name}: a storage with contents")
            self._read_storage(number, f"{name}/")
        elif entry.kind == STREAM:
            self._expect(entry.child == NONE, "directory", f"{name}: a stream with children")
            chain = self._mini_chain if entry.size < 4096 else self._chain
            self.streams[name] = chain(entry.start, entry.size, name)
        else:
            raise DamagedError(f"{name}: kind {entry.kind}")

    def _check_leftovers(self) -> None:
        root = self.entries[0]
        fine = (root.name, root.kind, root.left, root.right) == ("Root Entry", ROOT, NONE, NONE)
        self._expect(fine, "directory", f"root {root}")
        blank = Entry("", 0, UNUSED, 0, NONE, NONE, NONE, 0, 0, bytes(36))
        for number, entry in enumerate(self.entries):
            self._expect(
                number in self.seen or entry == blank, "directory", f"entry {number} is never reached: {entry}"
            )
        for what, table, owned in (("sector", self.fat, self.owner), ("mini sector", self.mini_fat, self.mini_owner)):
            lost = [number for number, after in enumerate(table) if after != FREE and number not in owned]
            self._expect(not lost, "chains", f"{what}s {lost} belong to nothing")
        self._expect(len(self.owner) == self.sectors, "chains", f"{len(self.owner)} of {self.sectors} sectors are used")
