"""Write the old files of this folder, and what FlowXL 0.1.0 said of them.

Run it with the Python of a checkout of the release 0.1.0, and with nothing later: ``python make.py CHECKOUT``. It needs
LibreOffice for one book. The files are never made again by a later FlowXL: that they come from 0.1.0 is their use.

``expected.json`` holds what 0.1.0 itself printed (``--json``) and its exit codes. Elsewhere in the tests no expected
number comes from our own output; here it does, and that is the point: a later FlowXL must say the same of an old file.
All figures but those of ``shipped.xlsx`` are SYNTHETIC.
"""

import contextlib
import csv
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
RELEASE = "0.1.0"
INDICATORS = ("AIR01", "AIR05", "AIR07", "LIFE02", "LIFE04", "LIFE09", "NEAR01", "NEAR02")
"""What the cut framework keeps: both directions, an increment, a shared series, region ranks."""
SMALL = ("--cities", "AMBE,ASTE,BIRC", "--years", "2009-2012", "--demo")
ANSWERS = {"E01": "5 4 3", "E02": "4 4 2", "E03": "5 3 3", "E04": "4 5 3"}
LATER = {"E01": "5 4 3", "E02": "5 4 2", "E03": "5 3 3", "E04": "4 9 3"}
"""Ratings of the second round; 9 is no rating, so that one answer is refused."""
STUDY = ("study.xlsx", "answers")
SHARED = ("shared.xlsx", "parts")
CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "small": (("small.xlsm",), ("roll small.xlsm --to 2013 -o next.xlsm", "compute next.xlsm", "check next.xlsm")),
    "shipped": (("shipped.xlsx",), ("roll shipped.xlsx --to 2017 -o next.xlsx", "compute next.xlsx")),
    "people": (("people.xlsx",), ("roll people.xlsx --to 2013 -o next.xlsx", "compute next.xlsx", "check next.xlsx")),
    "people renewed": (("people.xlsx",), ("weights people.xlsx --compare equal", "check people.xlsx")),
    "rolled": (("rolled.xlsx",), ("roll rolled.xlsx --to 2014 -o next.xlsx", "compute next.xlsx")),
    "study": (STUDY, ("delphi status study.xlsx", "delphi collect study.xlsx answers", "delphi weights study.xlsx",
                      "weights study.xlsx --compare equal,ahp,delphi", "compute study.xlsx", "check study.xlsx",
                      "delphi status study.xlsx")),
    "study rolled": (STUDY[:1], ("roll study.xlsx --to 2013 -o next.xlsx", "check next.xlsx",
                                 "delphi status next.xlsx")),
    "merge": (SHARED, ("merge shared.xlsx parts", "compute shared.xlsx", "check shared.xlsx")),
    "merge parts first": (SHARED, ("merge shared.xlsx parts --prefer part", "compute shared.xlsx")),
    "import": (("shared.xlsx", "preview.xlsx"), ("import --into shared.xlsx --from preview.xlsx",
                                                 "compute shared.xlsx", "check shared.xlsx")),
}  # fmt: skip
"""Old files and what is done with them, in turn; each case has fresh copies. Before that each book is computed and
checked as it is."""


def main(checkout: Path) -> None:
    """Write everything."""
    sys.path[:0] = [str(checkout), str(checkout / "tests")]
    import flowxl

    if flowxl.__version__ != RELEASE or Path(flowxl.__file__).parents[1] != checkout:
        sys.exit(f"{flowxl.__file__} is FlowXL {flowxl.__version__}; these files are made by {RELEASE} alone")
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        cut_framework(checkout / "tests" / "data" / "second", Path("cut"))
        run(f"build --framework {checkout}/tests/data/second --cities AMBE,ASTE,BIRC,CEDA --demo -o small.xlsm")
        run("build --cities SH,HZ --years 2014-2016 -o shipped.xlsx")
        for write in (write_study, write_shared, write_people, write_rolled):
            write()
        for path in (*kept("."), *kept("parts"), *kept("answers")):
            (FOLDER / path).parent.mkdir(exist_ok=True)
            shutil.copy(path, FOLDER / path)
        expected = {"release": RELEASE, "cases": {name: said(*case) for name, case in cases().items()}}
        text = json.dumps(expected, ensure_ascii=False, indent=1)
        (FOLDER / "expected.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def kept(folder: str) -> list[Path]:
    """Return the workbooks of a folder, without backups."""
    return sorted(path for path in Path(folder).glob("*.xls[xm]") if ".backup-" not in path.name)


def run(command: str, code: int = 0) -> str:
    """Run ``flowxl`` and return what it printed."""
    from flowxl.cli import main as flowxl

    command = command.replace(" -o ", " --output ") if command.startswith("build") else command
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        found = flowxl(command.split(" "))
    if found != code:
        sys.exit(f"flowxl {command}: exit code {found}\n{out.getvalue()}")
    return out.getvalue()


def cases() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return all cases: each book computed and checked as it is, then the work that is done with it."""
    books = [str(path) for path in (*kept("."), *kept("parts")) if path.name != "preview.xlsx"]
    plain = {f"plain {book}": ((book,), (f"compute {book}", f"check {book}")) for book in books}
    return plain | CASES


def said(files: tuple[str, ...], commands: tuple[str, ...]) -> dict[str, object]:
    """Run the commands of a case on copies, and return what was said."""
    from flowxl.cli import main as flowxl

    here = Path.cwd()
    steps = []
    with tempfile.TemporaryDirectory() as name:
        for file in files:
            (Path(name) / file).parent.mkdir(exist_ok=True)
            (shutil.copytree if Path(file).is_dir() else shutil.copy)(file, Path(name) / file)
        os.chdir(name)
        for command in commands:
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
                code = flowxl([*command.split(" "), "--json"])
            text = out.getvalue().replace(f"{Path.cwd()}/", "")
            steps.append({"command": command, "code": code, "said": json.loads(text)})
        os.chdir(here)
    return {"files": files, "steps": steps}


def cut_framework(second: Path, folder: Path) -> None:
    """Copy the second framework with fewer indicators, so that its books are small."""
    shutil.copytree(second, folder)
    for table, column in (("indicators", "code"), ("observations", "indicator")):
        edit_table(folder / f"{table}.csv", lambda row, column=column: row if row[column] in INDICATORS else None)


def edit_table(path: Path, change: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
    """Change the rows of a table; None takes one out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(new for row in rows if (new := change(row)) is not None)


def write_study() -> None:
    """Make a book with a study after a round, the second one open, its answers back, pairs and methods compared."""
    run(f"build --framework cut --lang en {' '.join(SMALL)} -o study.xlsx")
    Path("experts.csv").write_text("name\nAnn\nBen\nCho\nDee\n", encoding="utf-8")
    run("delphi start study.xlsx --experts experts.csv -o round1 --name Pillars")
    answer("round1", ANSWERS)
    run("delphi collect study.xlsx round1")
    run("weights study.xlsx --pairs pillar --compare equal,entropy,delphi")
    compare_pairs("study.xlsx")
    run("weights study.xlsx --compare equal,entropy,ahp,delphi")
    run("delphi next study.xlsx -o answers")
    answer("answers", LATER)


def answer(folder: str, ratings: dict[str, str]) -> None:
    """Fill in the questionnaires of a round."""
    from questionnaires import Form

    for code, row in ratings.items():
        (path,) = Path(folder).glob(f"*{code}.xlsx")
        form = Form(path)
        for line, word in (("S1", "familiar"), *((f"S{n}", "medium") for n in (2, 3, 4, 5))):
            form.put("fq_self", line, "Answer", word)
        for pillar, rating in zip(("AIR", "LIFE", "NEAR"), row.split(), strict=True):
            form.put("fq_items", pillar, "Rating", int(rating))
        form.book.save(path)


def compare_pairs(book: str) -> None:
    """Type how many times each pillar matters more than another into 层次分析."""
    from questionnaires import Form

    from flowxl.excel.patch import patch_book

    ratios = {("AIR", "LIFE"): 2.0, ("AIR", "NEAR"): 4.0, ("LIFE", "NEAR"): 3.0}
    cells = {Form(Path(book)).cell("flow_ahp", *pair): ratio for pair, ratio in ratios.items()}
    (title,) = {cell.parent.title for cell in cells}
    patch_book(Path(book), Path("put.xlsx"), {title: {cell.coordinate: ratio for cell, ratio in cells.items()}})
    Path("put.xlsx").replace(book)


def write_shared() -> None:
    """Make a book shared out, with changes typed into parts and book; and a preview of an import with decisions."""
    from hands import Entry, typed

    run(f"build --framework cut {' '.join(SMALL)} -o shared.xlsx")
    Path("list.csv").write_text("name,pillars,cities\nAnn,AIR,\nBen,LIFE;NEAR,\n", encoding="utf-8")
    run("split shared.xlsx --by list.csv -o parts")
    parts = {path.stem.rpartition("-")[2]: path for path in kept("parts")}
    air = {Entry("AIR01.AMBE", "value", 2012): 41.5, Entry("AIR05.ASTE", "value", 2011): None}
    air |= {Entry("AIR05.AMBE", "remark", 2012): ("初步", "Office", "first figures")}
    typed(parts["Ann"], air)
    typed(parts["Ben"], {Entry("LIFE02.BIRC", "value", 2012): 7.25, Entry("LIFE09.AMBE", "value", 2010): 1})
    typed(Path("shared.xlsx"), {Entry("LIFE02.BIRC", "value", 2012): 6.5})
    head = "Indicator,Place,Unit,2011,2012\n"
    rows = "Fine dust,Aster,µg/m³,33.5,34.5\nUnemployment,Amber,%,5.5,6.5\nBroadband,Birch,%,61,1/2\n"
    Path("table.csv").write_text(head + rows, encoding="utf-8")
    run("import table.csv --into shared.xlsx --preview preview.xlsx", 1)
    decide(Path("preview.xlsx"))


def decide(path: Path) -> None:
    """Decide in a preview as a person does: use two conflicts, skip one, leave the others."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "决定" for cell in row))
    column = next(cell.column for cell in header if cell.value == "决定")
    for number, word in enumerate(("采用", "采用", "跳过"), header[0].row + 1):
        sheet.cell(number, column).value = word
    book.save(path)


def write_people() -> None:
    """Make a book in which a person worked with LibreOffice: own sheet and cells, and formulas of ours typed over."""
    from edits import offices

    run(f"build --framework cut {' '.join(SMALL)} -o fresh.xlsx")
    ops = [
        ["add_sheet", "我的分析", 2],
        ["put_at", "我的分析", "A1", {"formula": "=SUM($AIR.K6:K8)"}],
        ["put_beside", "flow_in_AIR", "AIR01.AMBE", 2, "ask the office"],
        ["put", "flow_in_AIR", "AIR01.ASTE", 2012, {"formula": "=3*14"}],
        ["put", "flow_in_AIR", "AIR05.ASTE", 2012, "n.a."],
        ["put", "flow_pillars", "AIR", "Amber", 0.25],
        ["put", "flow_checks", "steps", "级别", {"formula": "=0"}],
    ]
    office = offices().get()
    office.run(Path("fresh.xlsx").resolve(), ops, Path("people.xlsx").resolve())
    office.stop()
    Path("fresh.xlsx").unlink()


def write_rolled() -> None:
    """Make a book rolled into a framework that lacks an indicator: with 变更, and figures kept there."""
    shutil.copytree("cut", "less")
    for table, column in (("indicators", "code"), ("observations", "indicator")):
        edit_table(Path(f"less/{table}.csv"), lambda row, column=column: row if row[column] != "LIFE09" else None)
    run(f"build --framework cut {' '.join(SMALL)} -o before.xlsx")
    run("roll before.xlsx --to 2013 --framework less -o rolled.xlsx")
    Path("before.xlsx").unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
