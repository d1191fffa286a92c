"""A small workbook that keeps the twenty rules: two pillars, four cities, three years, one value missing."""

from pathlib import Path

import xlsxwriter
from support.adds_up import LineSum, Ranks, Sums
from support.rule_case import Expect
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

ROLES = {
    "说明": "about",
    "输入": "input",
    "设置": "settings",
    "数据": "calculation",
    "结果": "result",
    "检验": "checks",
}
EXPECT = Expect(
    filled={"flow_input": ("measure", "source", "direction")},
    free=("flow_notes",),
    adds_up=(
        LineSum(("flow_weights", "weight"), 1.0),
        Sums((("flow_index", "人流"), ("flow_index", "物流")), ("flow_index", "index")),
        Ranks(("flow_index", "index"), ("flow_index", "rank")),
    ),
)
CITIES, PILLARS, YEARS = ("上海", "苏州", "杭州", "南京"), ("人流", "物流"), (2019, 2020, 2021)
WEIGHTS = {"人流": 0.625, "物流": 0.375}
VALUES = {
    (c, p, y): 10.0 * i + 3 * j + k
    for i, c in enumerate(CITIES)
    for j, p in enumerate(PILLARS)
    for k, y in enumerate(YEARS)
}
VALUES["苏州", "物流", 2020] = ""
TOLERANCE = 1e-9


class Pen:
    """The formats of the book and the things that every sheet has."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.input = book.add_format({"locked": False, "bg_color": "#FFF2CC"})
        self.bold: Format = book.add_format({"bold": True})

    def sheet(self, name: str, columns: int, rows: int, table: str) -> Worksheet:
        """Add a protected sheet whose table has its header in row 4."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, f"{name} (title)", self.bold)
        sheet.protect()
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)
        sheet.fit_to_pages(1, 0)
        last = chr(64 + columns)
        self.book.define_name(table, f"={name}!$A$4:${last}${4 + rows}")
        return sheet


def write_about(pen: Pen) -> None:
    """Write the first sheet: what it is and where everything is."""
    sheet = pen.book.add_worksheet("说明")
    sheet.write_string(0, 0, "A small index", pen.bold)
    lines = (("版本", "1.0"), ("日期", "2026-11-23"), ("来源", "made up"), ("联系", "nobody@example.org"))
    for row, line in enumerate(lines, 2):
        sheet.write_row(row, 0, line)
    for row, name in enumerate(list(ROLES)[1:], 8):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
    sheet.protect()


def write_inputs(pen: Pen) -> None:
    """Write the values and the weights that people edit."""
    sheet = pen.sheet("输入", 8, 8, "flow_input")
    sheet.write_row(3, 0, ("key", "measure", "source", "direction", *map(str, YEARS), "note"), pen.bold)
    pen.book.define_name("flow_notes", "=输入!$H$5:$H$12")
    for row, (pillar, city) in enumerate(((p, c) for p in PILLARS for c in CITIES), 4):
        sheet.write_row(row, 0, (f"{pillar}.{city}", "万人", "年鉴", "+"))
        for column, year in enumerate(YEARS, 4):
            sheet.write(row, column, VALUES[city, pillar, year], pen.input)
        sheet.write_blank(row, 7, None, pen.input)
    sheet.data_validation(4, 4, 11, 6, {"validate": "decimal", "criteria": ">=", "value": -1e15})
    sheet = pen.sheet("设置", 2, 2, "flow_weights")
    sheet.write_row(3, 0, ("pillar", "weight"), pen.bold)
    for row, pillar in enumerate(PILLARS, 4):
        sheet.write_string(row, 0, pillar)
        sheet.write_number(row, 1, WEIGHTS[pillar], pen.input)
    sheet.write_string(7, 0, "tolerance")
    sheet.write_number(7, 1, TOLERANCE, pen.input)
    for rows in ((4, 5), (7, 7)):
        limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        sheet.data_validation(rows[0], 1, rows[1], 1, limits)


def write_data(pen: Pen) -> dict[tuple[str, str], float]:
    """Write the gated values and their means; return the means by city and pillar."""
    means = {}
    sheet = pen.sheet("数据", 5, 8, "flow_data")
    sheet.write_row(3, 0, ("key", *map(str, YEARS), "mean"), pen.bold)
    for row, (pillar, city) in enumerate(((p, c) for p in PILLARS for c in CITIES), 5):
        sheet.write_formula(f"A{row}", f"=输入!A{row}", None, f"{pillar}.{city}")
        for column, entry, year in zip("BCD", "EFG", YEARS, strict=True):
            cell = f"输入!{entry}{row}"
            gate = f'=IF(ISNUMBER({cell})*NOT(ISLOGICAL({cell})),{cell},"")'
            sheet.write_formula(f"{column}{row}", gate, None, VALUES[city, pillar, year])
        numbers = [VALUES[city, pillar, year] for year in YEARS if VALUES[city, pillar, year] != ""]
        means[city, pillar] = sum(numbers) / len(numbers)
        sheet.write_formula(f"E{row}", f"=AVERAGE(B{row}:D{row})", None, means[city, pillar])
    return means


def write_results(pen: Pen, means: dict[tuple[str, str], float]) -> None:
    """Write contributions, index, rank, and the checks."""
    sheet = pen.sheet("结果", 5, 4, "flow_index")
    sheet.write_row(3, 0, ("city", *PILLARS, "index", "rank"), pen.bold)
    parts = {city: [WEIGHTS[p] * means[city, p] for p in PILLARS] for city in CITIES}
    for row, city in enumerate(CITIES, 5):
        index = sum(parts[city])
        sheet.write_string(f"A{row}", city)
        for column, weight, part in zip("BC", ("$B$5", "$B$6"), parts[city], strict=True):
            mean = f'INDEX(数据!$E$5:$E$12,MATCH({column}$4&"."&$A{row},数据!$A$5:$A$12,0))'
            sheet.write_formula(f"{column}{row}", f"=设置!{weight}*{mean}", None, part)
        sheet.write_formula(f"D{row}", f"=SUM(B{row}:C{row})", None, index)
        rank = 1 + sum(sum(other) > index + TOLERANCE for other in parts.values())
        sheet.write_formula(f"E{row}", f'=1+COUNTIFS($D$5:$D$8,">"&D{row}+设置!$B$8)', None, rank)
    sheet = pen.sheet("检验", 2, 2, "flow_checks")
    sheet.write_row(3, 0, ("check", "state"), pen.bold)
    sheet.write_column(4, 0, ("weights add up", "ranks are there"))
    sheet.write_formula("B5", '=IF(ABS(SUM(设置!B5:B6)-1)<=设置!B8,"✔","✖")', None, "✔")
    sheet.write_formula("B6", '=IF(COUNT(结果!E5:E8)=ROWS(结果!E5:E8),"✔","✖")', None, "✔")


def write_small_book(path: Path) -> Path:
    """Write the workbook."""
    with xlsxwriter.Workbook(path) as book:
        book.set_calc_mode("auto", 191029)
        book.calc_on_load = False
        pen = Pen(book)
        write_about(pen)
        write_inputs(pen)
        write_results(pen, write_data(pen))
    return path
