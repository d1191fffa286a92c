"""Pictures: native charts of the program, fed by the grids of 图表, in the book's language and font."""

from collections.abc import Callable
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.voice.text import Text
from flowxl.workbook import styles
from flowxl.workbook.book import Book
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import TABLE_TOP
from flowxl.workbook.sheets.chart_grids import PICTURE_ROWS
from flowxl.workbook.sheets.charts import STATES, pictured

LABELS = "#,##0.00;−#,##0.00;"
"""A bar of nothing gets no label: an empty text is drawn as zero by some programs."""
TICKS = "#,##0.0;−#,##0.0;0"
GRID, INK = "#E4E4E4", "#404040"
ROW_PIXELS = 22
ACROSS, GUTTER = 640, 12
SOURCE = Text("来源：本工作簿各填报表；FlowXL 计算。", "Source: input sheets of this workbook; computed by FlowXL.")
ALT: dict[str, Text] = {
    "ranking": Text(
        "横条图：各{unit}综合指数，从高到低；蓝色为目标{unit}，橙色为标杆{unit}，灰色为其他{unit}。",
        "Bars: composite index of the {units}, highest first; focus {unit} blue, benchmark orange, others grey.",
    ),
    "contributions": Text(
        "堆叠横条图：各二级指标对各{unit}指数的贡献，零线左为负、右为正，按权重排列。",
        "Stacked bars: contribution of each pillar to each {unit}'s index, left of zero negative, by weight.",
    ),
    "profile": Text(
        "雷达图：目标{unit}与标杆{unit}的二级得分。", "Radar: pillar scores of focus and benchmark {unit}."
    ),
    "gap": Text(
        "横条图：目标{unit}与标杆{unit}的加权差距，从领先到落后。",
        "Bars: weighted gap between focus and benchmark {unit}, from leading to lagging.",
    ),
}


class Pictures:
    """Makes the charts of one book. A chart stands on one sheet only, so each place gets its own."""

    def __init__(self, book: Book, workbook: Workbook) -> None:
        self.book, self.workbook = book, workbook
        self.font = styles.FONT[book.language]
        self.makers: dict[str, Callable[[], Chart]] = {
            "ranking": self._ranking,
            "contributions": self._contributions,
            "profile": self._profile,
            "gap": self._gap,
        }

    def area(self, name: str) -> Area:
        """Return a grid as charts refer to it: always with the name of its sheet."""
        return self.book.layout.areas[name].seen_from("")

    def put(self, worksheet: Worksheet, name: str, at: tuple[int, int], size: tuple[int, int], left: int = 0) -> None:
        """Draw a picture with its upper left corner in a cell, in pixels of width and height."""
        chart = self.makers[name]()
        titles = self.area("flow_titles")
        title = titles.cell(titles.grid.item_position[name], "name", "if")
        chart.set_title({"name": f"={title}", "name_font": self._font(11, bold=True), "overlay": False})
        chart.set_size({"width": size[0], "height": size[1]})
        chart.set_chartarea({"border": {"color": GRID}, "fill": {"color": "#FFFFFF"}})
        chart.set_plotarea({"fill": {"none": True}})
        alt = self.book.say(ALT[name])
        worksheet.insert_chart(*at, chart, {"description": alt, "object_position": 2, "x_offset": left, "y_offset": 2})

    def _font(self, size: float = 9, **more: Any) -> dict[str, Any]:
        return {"name": self.font, "size": size, "color": INK, **more}

    def _new(self, kind: dict[str, str]) -> Chart:
        chart = self.workbook.add_chart(kind)
        if chart is None:  # xlsxwriter says so for an unknown kind
            raise ValueError(f"no chart of kind {kind}")
        write_latin = chart._write_a_latin

        def write_both(attributes: list[tuple[str, object]]) -> None:
            # Chinese letters take the East Asian font, which XlsxWriter leaves to the theme.
            write_latin(attributes)
            chart._xml_empty_tag("a:ea", [pair for pair in attributes if pair[0] == "typeface"])

        chart._write_a_latin = write_both
        return chart

    def _bars(self, kind: str, *, labels: bool, size: float = 9) -> Chart:
        """Return a bar chart whose first item stands on top, with names left of negative bars, in letters of a size."""
        chart = self._new({"type": "bar", "subtype": kind})
        source = self.book.say(SOURCE)
        line = {"color": GRID, "width": 0.75}
        chart.set_y_axis(
            {
                "reverse": True,
                "label_position": "low",
                "num_font": self._font(size),
                "line": {"color": "#8C8C8C", "width": 0.75},
                "major_tick_mark": "none",
                "interval_unit": 1,
                "major_gridlines": {"visible": False},
            }
        )
        chart.set_x_axis(
            {
                "num_font": self._font(8),
                "num_format": TICKS,
                "major_gridlines": {"visible": True, "line": line},
                "line": {"none": True},
                "label_position": "none" if labels else "high",
                "major_tick_mark": "none",
                "name": source,
                "name_font": self._font(8, bold=False, italic=False),
                "name_layout": {"x": 0.02, "y": 0.93},
            }
        )
        return chart

    def _series(
        self, area: Area, names: str, field: str, last: int, colour: dict[str, Any], **more: Any
    ) -> dict[str, Any]:
        return {
            "categories": f"={area.part(names, 0, last)}",
            "values": f"={area.part(field, 0, last)}",
            "border": {"none": True},
            **colour,
            **more,
        }

    def _roles(self) -> dict[str, tuple[str, str]]:
        """Return colour and name cell of the series of focus, benchmark and other cities."""
        roles = {"focus": styles.FOCUS_LINE, "benchmark": styles.BENCHMARK_LINE}
        settings = self.area("flow_settings")
        place = settings.grid.item_position
        named = {role: (colour, settings.cell(place[role], "setting", "if")) for role, colour in roles.items()}
        other = self.area("flow_bars").cell(-1, "other", "if")
        return named | {"other": (styles.OTHER_LINE, other)}

    def _labels(self) -> dict[str, Any]:
        return {"value": True, "num_format": LABELS, "position": "outside_end", "font": self._font()}

    def _ranking(self) -> Chart:
        chart, area = self._bars("clustered", labels=True), self.area("flow_bars")
        for role, (colour, name) in self._roles().items():
            series = self._series(area, "city_name", role, area.grid.size - 1, {"fill": {"color": colour}})
            chart.add_series(series | {"name": f"={name}", "overlap": 100, "gap": 45, "data_labels": self._labels()})
        self._add_room(chart, area, "city_name", area.grid.size - 1)
        chart.set_legend({"none": True})
        return chart

    def _contributions(self) -> Chart:
        chart, area, profile = self._bars("stacked", labels=False), self.area("flow_bars"), self.area("flow_profile")
        colours = styles.PILLAR_COLOURS
        for k in range(pictured(self.book)):
            colour = colours[k % len(colours)]
            fill: dict[str, Any] = {"fill": {"color": colour}}
            if k >= len(colours):
                fill = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#FFFFFF", "bg_color": colour}}
            series = self._series(area, "city_name", f"part:{k + 1}", area.grid.size - 1, fill, gap=45)
            chart.add_series(series | {"name": f"={profile.cell(k, 'name', 'if')}"})
        chart.set_legend({"position": "top", "font": self._font()})
        return chart

    def _profile(self) -> Chart:
        """Return a radar of two cities; with fewer than three pillars there is no area to draw, so columns."""
        last = pictured(self.book) - 1
        radar = last > 1
        chart = self._new({"type": "radar", "subtype": "with_markers"} if radar else {"type": "column"})
        area = self.area("flow_profile")
        for role, (colour, name) in self._roles().items():
            if role == "other":
                continue
            line = {"line": {"color": colour, "width": 2.25, "dash_type": "solid" if role == "focus" else "dash"}}
            shape = "circle" if role == "focus" else "square"
            marker = {"type": shape, "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
            look = line | {"marker": marker} if radar else {"fill": {"color": colour}}
            series = self._series(area, "name", role, last, look)
            if radar:
                series.pop("border")
            chart.add_series(series | {"name": f"={name}"})
        chart.set_x_axis({"num_font": self._font(), "major_gridlines": {"visible": True, "line": {"color": GRID}}})
        grid = {"visible": True, "line": {"color": GRID, "width": 0.75}}
        chart.set_y_axis(
            {"num_font": self._font(8), "num_format": TICKS, "major_gridlines": grid, "line": {"color": GRID}}
        )
        chart.set_legend({"position": "bottom", "font": self._font(10)})
        return chart

    def _gap(self) -> Chart:
        chart, area = self._bars("clustered", labels=True), self.area("flow_gap_bars")
        colours = {1: styles.FOCUS_LINE, 0: styles.OTHER_LINE, -1: styles.BENCHMARK_LINE}
        for state in STATES:
            fill = {"fill": {"color": colours[state]}}
            series = self._series(area, "name", f"state:{state}", pictured(self.book) - 1, fill, overlap=100, gap=45)
            name = area.cell(-1, f"state:{state}", "if")
            chart.add_series(series | {"name": f"={name}", "data_labels": self._labels()})
        self._add_room(chart, area, "name", pictured(self.book) - 1)
        # The title says what the colours mean: a legend would list the bar that is not seen.
        chart.set_legend({"none": True})
        return chart

    def _add_room(self, chart: Chart, area: Area, names: str, last: int) -> None:
        """Add a bar that is not seen: the axis reaches as far, and labels do not run into the names."""
        series = self._series(area, names, "room", last, {"fill": {"none": True}})
        chart.add_series(series | {"name": f"={area.cell(-1, 'room', 'if')}"})


def put_all(pictures: Pictures, worksheet: Worksheet) -> None:
    """Place the four pictures two by two above the tables of 图表."""
    rows = PICTURE_ROWS // 2
    size = (ACROSS, (rows - 1) * ROW_PIXELS)
    for number, name in enumerate(("ranking", "contributions", "profile", "gap")):
        row = TABLE_TOP + rows * (number // 2)
        pictures.put(worksheet, name, (row, 0), size, (ACROSS + GUTTER) * (number % 2))
