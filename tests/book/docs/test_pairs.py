"""Every guide exists in Chinese and English, both are built alike, and what the design names is there."""

import re
from functools import cache
from pathlib import Path

import pytest
from support.command import ROOT

ALONE = {
    "CHANGELOG.md": "an account of releases, for those who follow the code",
    "docs/glossary.md": "has both languages beside each other",
}
OTHER_NAMES = {"docs/weights-methods.en.md": "docs/weights-methods.md"}
"""English and Chinese guide where the names follow another rule."""
GENERATED = {"docs/commands.md", "docs/functions.md"}
"""Rendered from declarations: links to other pages and to the other language have no place in them."""
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
TWINS = OTHER_NAMES | {
    name: name.removesuffix(".md") + ".zh-CN.md"
    for name in PAGES
    if not name.endswith(".zh-CN.md") and name not in {*ALONE, *OTHER_NAMES, *OTHER_NAMES.values()}
}
PAIRS = sorted(TWINS.items())
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def text(name: str) -> str:
    """Return a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    """Return a page without what stands in fences."""
    return FENCE.sub("", text(name))


def headings(name: str) -> list[int]:
    """Return the levels of the headings, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(name), re.MULTILINE)]


def tables(name: str) -> list[list[int]]:
    """Return how many cells the rows of each table have, in order."""
    found = re.findall(r"(?:^\|.*\|$\n?)+", prose(name), re.MULTILINE)
    return [[row.count("|") for row in table.splitlines()] for table in found]


def fences(name: str) -> list[tuple[str, object]]:
    """Return what stands in fences; of a drawing, and of lines with example files, how many lines."""
    return [(kind, block if kind else block.count("\n")) for kind, block in FENCE.findall(text(name))]


def links(name: str) -> set[str]:
    """Return the files of this repository that a page leads to, an English guide for its Chinese twin."""
    found = re.findall(r"\]\(([^)#\s]+)", prose(name))
    files = {(ROOT / name).parent.joinpath(target).resolve() for target in found if "://" not in target}
    english = {chinese: page for page, chinese in TWINS.items()}
    named = {file.relative_to(ROOT).as_posix() for file in files}
    return {english.get(target, target) for target in named} - {name, english.get(name)}


def test_every_page_has_a_twin():
    """But those that have a reason; and no twin is left over."""
    assert sorted({*TWINS, *TWINS.values(), *ALONE}) == PAGES
    assert len(PAIRS) >= 15


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_are_built_alike(english, chinese):
    """The same headings and commands in the same order, and the same links to files."""
    assert headings(english) == headings(chinese) != []
    assert fences(english) == fences(chinese)
    assert links(english) == links(chinese)


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_each_leads_to_the_other(english, chinese):
    """At its top; a Chinese page is Chinese."""
    assert CHINESE.search(text(chinese).splitlines()[0]) or text(chinese).startswith("# FlowXL")
    assert not CHINESE.search(text(english).splitlines()[0])
    if english not in GENERATED:
        for name, other in ((english, chinese), (chinese, english)):
            assert f"]({Path(other).name})" in "".join(text(name).splitlines(keepends=True)[:4])


@pytest.mark.parametrize("name", ["docs/design.md", "CONTRIBUTING.md"])
def test_tables_have_the_same_rows(name):
    """Those for developers are translated row by row."""
    assert tables(name) == tables(TWINS[name]) != []


@pytest.mark.parametrize("name", [*PAGES])
def test_links_lead_somewhere(name):
    """To a file or folder of this repository."""
    found = [target for target in re.findall(r"\]\(([^)#\s]+)", prose(name)) if "://" not in target]
    assert [target for target in found if not ((ROOT / name).parent / target).exists()] == []


@cache
def known_words() -> set[str]:
    """Return every word of the package's sources, with the names of its files."""
    sources = [path for kind in ("*.py", "*.csv", "*.toml") for path in ROOT.glob(f"flowxl/**/{kind}")]
    sources += [path for path in ROOT.glob("templates/**/*") if path.is_file()]
    found = {path.stem for path in sources} | {path.name for path in sources}
    for path in sources:
        found.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return found


def is_known(name: str) -> bool:
    """Whether the sources have a name, or both halves of it: ``flow_delphi_`` is put before names of tables."""
    start, mark, end = name.rpartition("_")
    return name in known_words() or (name.startswith("flow_") and {start + mark, end} <= known_words())


def quoted(name: str) -> list[str]:
    """Return what stands in backticks."""
    return [" ".join(one.split()) for one in re.findall(r"`([^`]+)`", prose(name))]


def is_path(quote: str) -> bool:
    """Whether a quotation is the path of a file or folder."""
    return bool(re.fullmatch(r"[\w.]+(/[\w.]*)+", quote))


@pytest.mark.parametrize("name", ["docs/design.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_paths_that_are_named_exist(name):
    """From the root or in the package; a module may stand without its ending."""
    both = [quote for page in (name, TWINS[name]) for quote in quoted(page)]
    paths = {quote for quote in both if is_path(quote)}
    lost = {
        path
        for path in paths
        if not any((base / f"{path}{end}").exists() for base in (ROOT, ROOT / "flowxl") for end in ("", ".py"))
    }
    assert lost == set()
    assert {quote for quote in quoted(name) if is_path(quote)} == {q for q in quoted(TWINS[name]) if is_path(q)}


def test_names_in_the_design_are_names_of_the_program():
    """Classes, functions, modules, defined names and fields: every plain word in backticks."""
    words = {quote for quote in quoted("docs/design.md") if re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", quote)}
    parts = {part for word in words for part in word.split(".")}
    assert len(parts) > 100
    assert {part for part in parts if not is_known(part)} == set()
