"""Compound files after [MS-CFB], version 3: a small file system of storages and streams inside one file."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, MINI_SECTOR, MINI_CUTOFF = 512, 64, 4096
IDS_PER_SECTOR = SECTOR // 4
DIFAT_IN_HEADER = 109
DIFAT_SECTOR, FAT_SECTOR, END_OF_CHAIN, FREE, NO_STREAM = 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
LONGEST_NAME = 31

Entries = Mapping[str, "bytes | Entries"]

_HEADER = struct.Struct("<8s16x5H6x9I")
_ENTRY = struct.Struct("<64sHBB3I16x4x16xIQ")  # class, state and times stay zero: equal contents, equal bytes


def compound_file(entries: Entries) -> bytes:
    """Return a compound file.

    Parameters
    ----------
    entries
        What lies in the root: bytes for a stream, a mapping for a storage, to any depth.

    Raises
    ------
    ValueError
        If a name is not allowed, or two in one storage differ in nothing but case.
    """
    root = _Entry("Root Entry", ROOT)
    directory = [root, *_collect(root, entries)]
    mini, sectors = _Chains(MINI_SECTOR), _Chains(SECTOR)
    for entry in directory:
        if entry.kind == STREAM:
            entry.start = (mini if len(entry.content) < MINI_CUTOFF else sectors).add(entry.content)
    root.content = b"".join(mini.data)
    root.start = sectors.add(root.content)
    mini_table = sectors.add(_ids(mini.table))
    first = sectors.add(_directory(directory))
    mini_size = -(-len(mini.table) // IDS_PER_SECTOR)
    return _with_tables(sectors, (first, mini_table, mini_size))


@dataclass(eq=False)
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    red: bool = False
    left: "_Entry | None" = None
    right: "_Entry | None" = None
    child: "_Entry | None" = None
    start: int = 0


@dataclass
class _Chains:
    """Sectors handed out one after the other, and the table in which each names the next of its chain."""

    size: int
    data: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Store bytes and return their first sector."""
        if not content:
            return END_OF_CHAIN
        start, count = len(self.table), -(-len(content) // self.size)
        self.table += [*range(start + 1, start + count), END_OF_CHAIN]
        self.data.append(content.ljust(count * self.size, b"\0"))
        return start


def _collect(parent: _Entry, entries: Entries) -> Iterator[_Entry]:
    """Hang entries below their storage and return them with all that lies in them."""
    made = {_key(name): _Entry(name, STREAM if isinstance(at, bytes) else STORAGE) for name, at in entries.items()}
    if len(made) < len(entries):
        raise ValueError(f"{parent.name}: two of {', '.join(entries)} differ in nothing but case")
    in_order = [made[key] for key in sorted(made)]
    parent.child = _tree(in_order, (len(in_order) + 1).bit_length() - 1)
    for name, content in entries.items():
        entry = made[_key(name)]
        yield entry
        if isinstance(content, bytes):
            entry.content = content
        else:
            yield from _collect(entry, content)


def _key(name: str) -> tuple[int, str]:
    """Return what names are sorted by ([MS-CFB] 2.6.4): shorter ones first, then upper case."""
    # Other than ASCII would need Unicode's simple case mapping, which Python does not offer.
    if not (0 < len(name) <= LONGEST_NAME and name.isascii()) or set(name) & set("/\\:!"):
        raise ValueError(f"{name!r}: expected 1 to {LONGEST_NAME} ASCII characters without / \\ : !")
    return len(name), name.upper()


def _tree(entries: Sequence[_Entry], black_levels: int) -> _Entry | None:
    """Return the root of a balanced search tree; its last level is red where it is not full.

    Halving fills every level but the last. With that one red, all ways down meet the same number of black nodes and no
    two red ones: a valid red-black tree.
    """
    if not entries:
        return None
    middle = len(entries) // 2
    top = entries[middle]
    top.red = black_levels == 0
    top.left = _tree(entries[:middle], black_levels - 1)
    top.right = _tree(entries[middle + 1 :], black_levels - 1)
    return top


def _directory(entries: Sequence[_Entry]) -> bytes:
    number = {id(entry): position for position, entry in enumerate(entries)}

    def of(entry: _Entry | None) -> int:
        return NO_STREAM if entry is None else number[id(entry)]

    packed = [
        _ENTRY.pack(
            entry.name.encode("utf-16-le"),
            2 * len(entry.name) + 2,
            entry.kind,
            not entry.red,
            *(of(entry.left), of(entry.right), of(entry.child)),
            *(entry.start, len(entry.content)),
        )
        for entry in entries
    ]
    unused = _ENTRY.pack(b"", 0, 0, 0, NO_STREAM, NO_STREAM, NO_STREAM, 0, 0)
    per_sector = SECTOR // _ENTRY.size
    return b"".join([*packed, *[unused] * (-len(packed) % per_sector)])


def _ids(numbers: Sequence[int], count: int = 0) -> bytes:
    """Return sector numbers, filled up with free ones to the given number or to whole sectors."""
    free = [FREE] * (count - len(numbers) if count else -len(numbers) % IDS_PER_SECTOR)
    return struct.pack(f"<{len(numbers) + len(free)}I", *numbers, *free)


def _with_tables(sectors: _Chains, places: tuple[int, int, int]) -> bytes:
    """Return the whole file: header, sectors, then the table of their chains (FAT) and the list of its sectors."""
    used, fat, difat = len(sectors.table), 0, 0
    while (needed := _table_sizes(used + fat + difat)) != (fat, difat):
        fat, difat = needed
    table = [*sectors.table, *[FAT_SECTOR] * fat, *[DIFAT_SECTOR] * difat]
    listed = range(used, used + fat)
    more = [listed[start : start + IDS_PER_SECTOR - 1] for start in range(DIFAT_IN_HEADER, fat, IDS_PER_SECTOR - 1)]
    following = [*range(used + fat + 1, used + fat + difat), END_OF_CHAIN]
    lists = [_ids(part, IDS_PER_SECTOR - 1) + _ids([after], 1) for part, after in zip(more, following, strict=False)]
    first, mini_table, mini_size = places
    header = _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),  # minor and major version, byte order, sector sizes as powers of two
        *(0, fat, first, 0, MINI_CUTOFF),
        *(mini_table, mini_size, used + fat if difat else END_OF_CHAIN, difat),
    )
    return b"".join([header, _ids(listed[:DIFAT_IN_HEADER], DIFAT_IN_HEADER), *sectors.data, _ids(table), *lists])


def _table_sizes(sectors: int) -> tuple[int, int]:
    """Return how many sectors a FAT of so many entries takes, and how many the list of those that the header lacks."""
    fat = -(-sectors // IDS_PER_SECTOR)
    return fat, -(-max(0, fat - DIFAT_IN_HEADER) // (IDS_PER_SECTOR - 1))
