"""The catalogue is whole: both languages, the same values, every key known, used and given what its texts need."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import flowxl
from flowxl.voice import catalogue
from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import LANGUAGES, Text

PACKAGE = Path(flowxl.__file__).parent
MAKERS = {"Fault", "Message"}
ALWAYS = {"count"}
"""Values that each fault has by itself."""
DONE: tuple[str, ...] = (
    "api",
    "carry",
    "core",
    "cycle",
    "desktop",
    "frameworks",
    "libreoffice",
    "ooxml",
    "questionnaire",
    "reading",
    "udf",
    "vba",
    "workbook",
    "yearbook",
)
"""Rooms all of whose faults are in the catalogue."""
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = re.compile("[A-Za-z]{3,}")
QUOTED = re.compile("“[^”]*”")
TYPED = re.compile(r"`[^`]*`|flowxl(?: [a-z]+)*|--[a-z-]+")
THREE_WORDS = re.compile("[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")


def texts() -> Iterator[tuple[str, Text]]:
    """Yield every text of the catalogue with its key."""
    for key, entry in catalogue.faults().items():
        yield from ((f"{key} ({name})", text) for name, text in vars(entry).items() if text != Text("", ""))
    yield from catalogue.messages().items()


def names(text: str) -> set[str]:
    """Return the names of the values in a text."""
    found = (name for _, name, _, _ in Formatter().parse(text) if name is not None)
    return {re.split(r"[.\[]", name)[0] for name in found}


def bare(text: str) -> str:
    """Return a text without the places for its values and without what is typed: commands and options."""
    return TYPED.sub(" ", " ".join(literal for literal, *_ in Formatter().parse(text)))


class Anything:
    """A value that any text accepts, however it formats it."""

    def __format__(self, spec: str) -> str:
        return "x"


def test_every_module_of_the_catalogue_is_a_room() -> None:
    """A file that nobody lists would say nothing."""
    modules = {path.stem for path in Path(catalogue.__file__).parent.glob("*.py")} - {"__init__", "entry"}
    assert modules == set(catalogue.ROOMS)
    assert list(catalogue.ROOMS) == sorted(catalogue.ROOMS)


def test_each_text_is_there_in_both_languages() -> None:
    """Chinese where Chinese is read, English where English is read, and the same values in both."""
    for key, text in texts():
        assert text.zh, key
        assert text.en, key
        assert names(text.zh) == names(text.en), key
        assert not CHINESE.search(bare(text.en)), key
        if WORDS.search(bare(text.en)):
            assert CHINESE.search(bare(text.zh)), key
        assert not THREE_WORDS.search(QUOTED.sub("", bare(text.zh))), key
    for key, entry in catalogue.faults().items():
        assert entry.found != Text("", ""), key
        assert entry.expected != Text("", ""), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_can_be_said(language: str) -> None:
    """No text has a place for a value that cannot be read."""
    for _, text in texts():
        assert text.say(language, **dict.fromkeys(names(text.zh), Anything()))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Maker:
    """A function that makes a fault or message of the key that it is given, and what it adds or takes for itself."""

    name: str
    file: Path
    position: int
    gives: frozenset[str]
    takes: frozenset[str]


@cache
def trees() -> dict[Path, ast.Module]:
    """Return every module of the package but the catalogue."""
    files = [path for path in PACKAGE.rglob("*.py") if "catalogue" not in path.parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imported(tree: ast.Module) -> set[str]:
    """Return which makers a module has: another class may have the same name."""
    lines = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {one.name for line in lines if (line.module or "").startswith("flowxl.voice") for one in line.names} & MAKERS


def makers() -> list[Maker]:
    """Return the functions that hand a key on to ``Fault`` or ``Message``, with values of their own."""
    found: list[Maker] = []
    for path, tree in trees().items():
        direct = imported(tree)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                parameters = [one.arg for one in function.args.args if one.arg != "self"]
                takes = frozenset(parameters) | {one.arg for one in function.args.kwonlyargs}
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and called(node) in direct and node.args:
                        key = getattr(node.args[0], "id", None)
                        if key in parameters:
                            gives = frozenset(one.arg for one in node.keywords if one.arg)
                            found.append(Maker(function.name, path, parameters.index(key), gives, takes))
    return found


def keys_of(node: ast.expr) -> list[str] | None:
    """Return the keys that an expression may be; None where it is no literal."""
    if isinstance(node, ast.IfExp):
        parts = [keys_of(node.body), keys_of(node.orelse)]
        return None if None in parts else [key for part in parts for key in part or ()]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@dataclass(frozen=True)
class Use:
    """One place in the code at which a fault or message is made."""

    where: str
    maker: str
    keys: list[str] | None
    given: list[set[str]]
    """Names of values, by each function of that name that may be meant."""
    open: bool


def uses() -> Iterator[Use]:
    """Yield all of them."""
    known = makers()
    for path, tree in trees().items():
        if path.parent.name == "voice":
            continue
        inside, direct = {maker for maker in known if maker.file == path}, imported(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name, given = called(node), {one.arg for one in node.keywords if one.arg}
            where, splat = f"{path.relative_to(PACKAGE)}:{node.lineno}", any(one.arg is None for one in node.keywords)
            if name in direct:
                yield Use(where, name, keys_of(node.args[0]), [given], splat)
                continue
            candidates = [maker for maker in inside or known if maker.name == name]
            candidates = candidates or [maker for maker in known if maker.name == name]
            fitting = [maker for maker in candidates if len(node.args) > maker.position]
            if fitting:
                key = keys_of(node.args[fitting[0].position])
                values = [(given - maker.takes) | maker.gives for maker in fitting]
                if any(maker.file == path for maker in fitting) or (key and set(key) <= known_keys()):
                    yield Use(where, "Fault or Message", key, values, splat)


def known_keys() -> set[str]:
    """Return every key of the catalogue."""
    return {*catalogue.faults(), *catalogue.messages()}


def needed(key: str, maker: str) -> set[str] | None:
    """Return the names of the values that a kind needs; None if nothing knows it."""
    said: Entry | Text | None = None
    if maker != "Message":
        said = catalogue.faults().get(key)
    if said is None and maker != "Fault":
        said = catalogue.messages().get(key)
    if said is None:
        return None
    parts = vars(said).values() if isinstance(said, Entry) else [said]
    found = {name for part in parts for name in names(part.zh)}
    return found - ALWAYS if isinstance(said, Entry) else found


def test_each_fault_and_message_is_made_as_its_texts_need_it() -> None:
    """Its key is in the catalogue and every value is given, none too many: otherwise it could not be told."""
    known = [(maker.file, maker.name) for maker in makers()]
    wrong, handed_on = [], 0
    for use in uses():
        if use.keys is None:
            handed_on += 1
            continue
        for key in use.keys:
            wanted = needed(key, use.maker)
            if wanted is None:
                wrong.append(f"{use.where}: {key!r} is not in the catalogue")
            elif not any(given == wanted or (use.open and given <= wanted) for given in use.given):
                wrong.append(f"{use.where}: {key!r} needs {sorted(wanted)}, not {[sorted(g) for g in use.given]}")
    assert not wrong, "\n".join(wrong)
    assert handed_on <= len(known), "keys that are made up at run time cannot be looked after"


def test_nothing_in_the_catalogue_is_left_over() -> None:
    """Each key stands in the code."""
    spoken = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert known_keys() - spoken == set()


@pytest.mark.parametrize("room", DONE)
def test_no_fault_of_a_room_is_an_english_sentence(room: str) -> None:
    """Neither its words nor its title."""
    for path, tree in trees().items():
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") != room:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                assert called(node) != "rough", f"{path}:{node.lineno}"
                headline = called(node) in ("FlowXLError", "WriteError") and node.args[0]
                assert not isinstance(headline, ast.Constant | ast.JoinedStr), f"{path}:{node.lineno}"
