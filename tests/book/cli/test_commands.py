"""The command line: help, compute, check, reproduce; what they say, where, and with which exit code."""

import argparse
import csv
import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest
from support.command import KEY, call, edit, python, rewrite
from support.frameworks import SECOND

import flowxl as package
from flowxl.cli import output, parser, reproduce
from flowxl.cli.exits import DEVIATION, EXIT_CODES, INTERNAL, OK, READER_LEFT, REFUSED, USAGE, VALUE_FAULTS
from flowxl.frameworks.reproduce import Check, Reproduction

COMMANDS = (
    "build",
    "compute",
    "check",
    "roll",
    "import",
    "split",
    "weights",
    "merge",
    "diff",
    "reproduce",
    "doctor",
    "install",
    "addin",
    "delphi",
)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands by name."""
    actions = parser.make_parser()._actions
    choices = next(action.choices for action in actions if isinstance(action, argparse._SubParsersAction))
    return dict(choices)


# --- help -----------------------------------------------------------------------------------------------------------


def test_every_option_has_a_help_text():
    """Nobody has to read the source to know what an option does."""
    parsers = {"flowxl": parser.make_parser(), **commands()}
    silent = [
        (name, action.option_strings or action.dest)
        for name, one in parsers.items()
        for action in one._actions
        if not isinstance(action, argparse._SubParsersAction) and not (action.help or "").strip()
    ]
    assert silent == []
    assert set(parsers) == {"flowxl", *COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_shows_an_example_that_it_understands(name, flowxl):
    """The example in the help is parsed by the very parser."""
    ran = flowxl(name, "--help")
    example = next(line for line in ran.out.splitlines() if line.startswith(f"  flowxl {name}"))
    assert ran.code == OK
    assert parser.make_parser().parse_args(example.split()[1:]).command == name


def test_help_lists_the_exit_codes(flowxl):
    """Scripts depend on them."""
    shown = flowxl("--help").out
    assert all(f"  {code:<2} {meaning.en}" in shown for code, meaning in EXIT_CODES.items())


def test_help_and_version_import_nothing_heavy():
    """They answer at once because numpy, pandas and rich stay away."""
    code = (
        "import sys, flowxl\nfrom flowxl.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'rich', 'xlsxwriter', 'openpyxl', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    ran = python("-c", code)
    assert ran.returncode == 0, ran.stderr
    assert call("--version").stdout.strip() == f"flowxl {package.__version__}"


# --- compute and check ----------------------------------------------------------------------------------------------


def test_compute_prints_table_coverage_and_what_to_know(shipped_book, flowxl):
    """In the workbook's language, or another on request."""
    ran = flowxl("compute", shipped_book, "--lang", "en")
    assert (ran.code, ran.err) == (OK, "")
    result = package.read(shipped_book).compute()
    assert str(result.coverage) in ran.out
    index = next(line for line in ran.out.splitlines() if " Index " in line)
    assert index.split()[2:] == [f"{value:.3f}" for value in result.index]
    assert "Pillars left out" in ran.out
    assert "上海" in flowxl("compute", shipped_book).out


def test_many_cities_stand_in_rows(tmp_path, flowxl):
    """The best first; nothing is cut although the table is wide."""
    flowxl("build", "--framework", SECOND, "--output", tmp_path / "many.xlsx", "--lang", "en")
    ran = flowxl("compute", tmp_path / "many.xlsx")
    ranks = [line.split()[0] for line in ran.out.splitlines() if line[:4].strip().isdigit()]
    assert len(ranks) > 20
    assert ranks == sorted(ranks, key=int)
    assert "…" not in ran.out


def test_csv_and_json_hold_the_same_numbers(shipped_book, tmp_path, flowxl):
    """CSV opens in Excel with its Chinese names; JSON has null where nothing is."""
    ran = flowxl("compute", shipped_book, "--csv", tmp_path / "r.csv", "--json", tmp_path / "r.json")
    assert ran.code == OK
    assert str(tmp_path / "r.csv") in ran.out
    raw = (tmp_path / "r.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    result = package.read(shipped_book).compute()
    assert [float(row["index"]) for row in rows] == result.index.tolist()
    assert [city["index"] for city in document["cities"]] == result.index.tolist()
    assert document["pillars"][0]["scores"]["SH"] is None
    assert rows[0]["score_SP"] == ""
    assert rows[0]["name_zh"] == "上海"


def test_json_takes_the_place_of_the_text(small_book, flowxl):
    """What stands on stdout is JSON and nothing else."""
    assert json.loads(flowxl("compute", small_book, "--json").out)["coverage"]["of_indicators"] == 127
    assert len(json.loads(flowxl("check", small_book, "--json").out)["checks"]) > 10
    assert json.loads(flowxl("reproduce", "--json").out)["ok"] is True


def test_a_cell_that_cannot_be_used_has_its_own_exit_code(small_book, tmp_path, flowxl):
    """The numbers are printed, the cell is named on stderr."""
    book = edit(small_book, "1.2万", tmp_path / "bad.xlsx")
    for command in ("compute", "check"):
        ran = flowxl(command, book)
        assert ran.code == VALUE_FAULTS
        assert ran.out
        assert sum("1.2万" in line for line in ran.err.splitlines()) == 1
        assert json.loads(flowxl(command, book, "--json").out)["faults"][0]["where"].startswith("总体经济度量!")


def test_csv_can_be_printed(small_book, tmp_path, monkeypatch, flowxl):
    """With -, as JSON; what stands on stdout is CSV and nothing else."""
    monkeypatch.chdir(tmp_path)
    ran = flowxl("compute", small_book, "--csv", "-", "--json", tmp_path / "r.json")
    assert [row["code"] for row in csv.DictReader(io.StringIO(ran.out))] == ["SH", "BJ"]
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


@pytest.mark.parametrize("name", ["r.txt", "-", "folder/../r.txt", "link"])
def test_two_results_need_two_places(small_book, tmp_path, monkeypatch, flowxl, name):
    """The second would take the place of the first."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("r.txt")
    ran = flowxl("compute", small_book, "--csv", "-" if name == "-" else "r.txt", "--json", name)
    assert (ran.code, ran.out) == (USAGE, "")
    assert "cannot both go to" in ran.err
    assert not (tmp_path / "r.txt").exists()


@posix_only
def test_a_link_is_followed(small_book, tmp_path, flowxl):
    """The file that it leads to gets the result; a workbook does not."""
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    (tmp_path / "book.json").symlink_to(small_book)
    before = small_book.read_bytes()
    assert flowxl("compute", small_book, "--json", tmp_path / "link.json").code == OK
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text(encoding="utf-8"))["cities"]
    assert flowxl("compute", small_book, "--json", tmp_path / "book.json").code == USAGE
    assert small_book.read_bytes() == before


@posix_only
def test_a_pipe_stays_a_pipe(small_book, tmp_path, flowxl):
    """What is no ordinary file takes the text and is never replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # waits for nobody, whatever becomes of the pipe
    try:
        assert flowxl("compute", small_book, "--csv", pipe).code == OK
        assert os.read(reader, 1 << 16).startswith(b"\xef\xbb\xbfcode,")
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_remark_that_cannot_be_used_is_told_in_its_own_words(small_book, tmp_path, flowxl):
    """The figure beside it counts, so it is not among the cells that do not."""
    workbook = openpyxl.load_workbook(small_book)
    sheet = workbook["数据备注"]
    for column, value in enumerate((KEY, 2015, "不适用"), start=1):
        sheet.cell(8, column).value = value
    workbook.save(tmp_path / "said.xlsx")
    for command in ("compute", "check"):
        ran = flowxl(command, tmp_path / "said.xlsx", "--lang", "en")
        assert ran.code == VALUE_FAULTS
        assert "1 remark(s) cannot be used; the figures count" in ran.err
        assert "count as missing" not in ran.err
        document = json.loads(flowxl(command, tmp_path / "said.xlsx", "--json").out)
        assert (document["faults"], len(document["remark_faults"])) == ([], 1)
    row = next(row for row in document["checks"] if row["code"] == "remarks")
    assert (row["found"], row["level"], row["where"]) == (1, 1, [document["remark_faults"][0]["where"]])


def test_a_result_that_the_core_does_not_find_is_told(small_book, tmp_path, flowxl):
    """Somebody changed a formula: the file shows another index than its inputs give."""
    index = package.read(small_book).compute().index[0]
    shown = f"<v>{float(index)!r}</v>".encode()
    book = rewrite(small_book, tmp_path / "bent.xlsx", shown, b"<v>99</v>")
    for command in ("compute", "check"):
        ran = flowxl(command, book)
        assert ran.code == VALUE_FAULTS
        assert sum("99" in line for line in ran.err.splitlines()) == 2  # the index, and what the gap takes from it


def test_formulas_that_were_never_computed_have_the_exit_code_of_a_fault(small_book, tmp_path, flowxl):
    """A library wrote the file: the numbers come from the inputs, but its own sheets show nothing, which is told."""
    book = edit(small_book, 25659.18, tmp_path / "library.xlsx")
    for command in ("compute", "check"):
        ran = flowxl(command, book, "--lang", "en")
        assert ran.code == VALUE_FAULTS
        assert "were never computed" in ran.err
        assert "without stored values" in ran.err
        assert "differ" not in ran.err


def test_fix_writes_a_copy_and_checks_it(small_book, tmp_path, flowxl):
    """Full-width digits are clear; the workbook itself stays as it was."""
    book = edit(small_book, "２５６５９.１８", tmp_path / "bad.xlsx")
    before = book.read_bytes()
    ran = flowxl("check", book, "--fix", tmp_path / "good.xlsx")
    assert ran.code == OK, ran.err
    assert "25659.2" in ran.out
    assert book.read_bytes() == before
    assert flowxl("check", tmp_path / "good.xlsx").code == VALUE_FAULTS  # until a program has computed it
    assert flowxl("check", book, "--fix", tmp_path / "good.xlsx").code == USAGE
    assert flowxl("check", book, "--fix", book).code == USAGE
    assert flowxl("check", book, "--fix", tmp_path / "good.xlsm").code == USAGE


@pytest.mark.parametrize("command", ["compute", "check"])
def test_a_file_that_is_refused(command, tmp_path, flowxl):
    """A missing file, one that is no workbook, a workbook of somebody else."""
    (tmp_path / "text.xlsx").write_text("no workbook")
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    for name in ("missing.xlsx", "text.xlsx", "other.xlsx"):
        ran = flowxl(command, tmp_path / name, "--json")
        assert ran.code == REFUSED
        assert name in ran.err
        assert json.loads(ran.out)["faults"]


def test_a_folder_without_a_name_is_named(flowxl):
    """As in ``flowxl compute .``."""
    assert flowxl("compute", ".").err.startswith("flowxl: . cannot be read")


# --- reproduce ------------------------------------------------------------------------------------------------------


def test_reproduce_agrees_with_the_paper(flowxl):
    """Both tables, both readings, exit code 0."""
    ran = flowxl("reproduce", "--lang", "en")
    assert ran.code == OK
    assert "10.264" in ran.out
    assert "Two readings" in ran.out
    assert "within what rounding allows" in ran.out


def test_reproduce_has_its_own_exit_code_for_a_deviation(monkeypatch, flowxl):
    """A figure beyond its tolerance."""
    good, bad = (Check("SH", 1.0, value, 0.1) for value in (1.0, 1.2))
    monkeypatch.setattr(reproduce, "reproduce", lambda: Reproduction((good,), (bad,), (), ()))
    ran = flowxl("reproduce", "--lang", "en")
    assert ran.code == DEVIATION
    assert "differs" in ran.out


# --- terminals, pipes, interruptions --------------------------------------------------------------------------------


def test_a_pipe_gets_no_colours_and_no_progress_bar(tmp_path, small_book):
    """Also where the environment asks for colours of its own accord."""
    for arguments in (("build", "--cities", "SH", "--output", tmp_path / "b.xlsx"), ("compute", small_book)):
        ran = call(*arguments, env={"TERM": "xterm-256color"})
        assert (ran.returncode, ran.stderr) == (OK, "")
        assert "\x1b" not in ran.stdout


def test_a_terminal_gets_a_progress_bar(tmp_path, monkeypatch, flowxl):
    """It names the sheet that is being written."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert flowxl("build", "--output", tmp_path / "book.xlsx").code == OK
    assert "━" in terminal.getvalue()


def test_a_table_in_a_pipe_is_never_cut_or_wrapped(capsys):
    """However long a cell is, it stands on one line."""
    output.print_table("title", ["name"], [["长" * 200]])
    assert "长" * 200 in capsys.readouterr().out


def test_texts_from_a_workbook_cannot_steer_the_terminal():
    """Escape codes are shown, not obeyed; a fault stays on its line."""
    assert output.plain("上海\n\x1b[2J") == r"上海 \x1b[2J"


def test_an_error_of_our_own_is_one_sentence(small_book, monkeypatch, flowxl):
    """It has its own exit code; the traceback is for those who ask for it."""

    def fail(*_: object) -> None:
        raise OverflowError("too\nlarge")

    monkeypatch.setattr("flowxl.cli.compute.read_book", fail)
    ran = flowxl("compute", small_book)
    assert (ran.code, ran.out) == (INTERNAL, "")
    assert ran.err.startswith("flowxl: internal error (OverflowError: too large); please report")
    assert len(ran.err.splitlines()) == 1
    monkeypatch.setenv("FLOWXL_DEBUG", "1")
    with pytest.raises(OverflowError):
        flowxl("compute", small_book)


@posix_only
@pytest.mark.parametrize("command", [["compute"], ["compute", "--json", "-"], ["--help"], ["check", "none.xlsx"]])
@pytest.mark.parametrize("both", [False, True])
def test_a_reader_that_leaves_ends_it_quietly(small_book, command, both):
    """As in ``flowxl compute … | head -0`` and ``2>&1 | head -0``: 141, as shells show it for any program."""
    code = "import sys; from flowxl.cli import main; sys.exit(main())"
    book = [small_book] if command[0] == "compute" else []
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [sys.executable, "-c", code, *command, *book],
        stdout=write,
        stderr=write if both else subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    if command[0] == "check" and not both:  # it only writes on stderr, whose reader is there
        assert ran.returncode == REFUSED
        return
    expected = {OK, READER_LEFT} if command == ["--help"] else {READER_LEFT}  # argparse is content with no reader
    assert (ran.returncode in expected, ran.stderr) == (True, None if both else "")


def test_a_console_without_chinese_still_gets_everything(small_book):
    """Letters it lacks come as codes; JSON stays JSON."""
    ran = call("compute", small_book, "--json", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert ran.returncode == OK, ran.stderr
    assert json.loads(ran.stdout)["cities"][0]["name_zh"] == "上海"
    assert call("compute", small_book, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}).returncode == OK


# --- the Python API --------------------------------------------------------------------------------------------------


def test_public_names_are_there_when_asked_for():
    """All of ``__all__``; anything else is an AttributeError."""
    assert all(getattr(package, name) is not None for name in package.__all__)
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing
