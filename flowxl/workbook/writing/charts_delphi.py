"""Pictures of the sheet 德尔菲: where the ratings of each item lie by round, and how the rounds converge."""

from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from flowxl.voice.text import Text
from flowxl.workbook import styles, texts
from flowxl.workbook.layout import SPACING
from flowxl.workbook.sheets.delphi import MARKS
from flowxl.workbook.sheets.delphi_grids import BOXES, PICTURE_TITLES, RATINGS, ROOM, ROUNDS
from flowxl.workbook.writing.charts import ACROSS, GRID, GUTTER, ROW_PIXELS, Pictures

ALT = {
    "boxes": Text(
        "横条图：各项在各轮中的四分位区间，黑线为中位数。",
        "Bars: interquartile range of each item in each round; the dark line is the median.",
    ),
    "path": Text(
        "折线图：各轮的平均变异系数、Kendall W 与改动评分占比。",
        "Lines: mean CV, Kendall's W and share of ratings changed, by round.",
    ),
}
SOURCE = Text(
    "来源：本工作簿的德尔菲评分；FlowXL 计算。", "Source: Delphi ratings of this workbook; computed by FlowXL."
)
PATHS = (
    ("mean_cv", styles.BENCHMARK_LINE, "square"),
    ("w", styles.FOCUS_LINE, "circle"),
    ("changed_share", "#009E73", "diamond"),
)
SIDES = {"mean_cv": "left", "w": "above", "changed_share": "right"}
BOX_LOW, BOX_HIGH = "#9CC9E6", styles.FOCUS_LINE
BOX_MARK = "#1F2D3D"
MOST_STEPS = 10
"""So many steps of a scale are numbered one by one."""


class DelphiPictures(Pictures):
    """Draws the pictures above the table of ratings."""

    def put_delphi(self, worksheet: Worksheet) -> None:
        """Place both pictures side by side in the room above the table of ratings."""
        top = self.book.layout.areas[RATINGS].top - ROOM - SPACING // 2
        titles = self.area(PICTURE_TITLES)
        height = (ROOM - 1) * ROW_PIXELS
        for n, (name, chart) in enumerate((("boxes", self._boxes()), ("path", self._path()))):
            title = titles.cell(titles.grid.item_position[name], "name", "if")
            chart.set_title({"name": f"={title}", "name_font": self._font(11, bold=True), "overlay": False})
            chart.set_size({"width": ACROSS, "height": height})
            chart.set_chartarea({"border": {"color": GRID}, "fill": {"color": "#FFFFFF"}})
            place = {"description": self.book.say(ALT[name]), "object_position": 2}
            worksheet.insert_chart(top, 0, chart, place | {"x_offset": (ACROSS + GUTTER) * n, "y_offset": 2})

    def _boxes(self) -> Chart:
        chart, area = self._bars("stacked", labels=False, size=7), self.area(BOXES)
        fills: dict[str, dict[str, Any]] = {
            "box_base": {"fill": {"none": True}},
            "box_low": {"fill": {"color": BOX_LOW}},
            "box_mark": {"fill": {"color": BOX_MARK}},
            "box_high": {"fill": {"color": BOX_HIGH}},
        }
        for field, fill in fills.items():
            series = self._series(area, "name", field, area.grid.size - 1, fill, gap=45)
            chart.add_series(series | {"name": f"={area.cell(-1, field, 'if')}"})
        study = self.book.weighting.study
        if study is not None and not study.scale.budget:
            length = study.scale.high - study.scale.low
            # A little more than the scale: the mark of a median at its end stands beyond it.
            chart.x_axis["min"], chart.x_axis["max"] = study.scale.low, study.scale.high + 2 * length / MARKS
            chart.x_axis["major_unit"], chart.x_axis["num_format"] = (1 if length < MOST_STEPS else 20), "0"
        chart.x_axis["title"].name = self.book.say(SOURCE)
        chart.set_legend({"none": True})
        return chart

    def _path(self) -> Chart:
        chart, area = self._new({"type": "line"}), self.area(ROUNDS)
        for field, colour, shape in PATHS:
            line = {"line": {"color": colour, "width": 2.25}}
            marker = {"type": shape, "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
            labels = {"value": True, "num_format": "0.00", "position": SIDES[field], "font": self._font(9)}
            chart.add_series(
                {
                    "name": f"={area.cell(-1, field, 'if')}",
                    "categories": f"={area.span('round')}",
                    "values": f"={area.span(field)}",
                    "marker": marker,
                    "data_labels": labels,
                    **line,
                }
            )
        axis = {"num_font": self._font(), "line": {"color": GRID}}
        name = f"{self.book.say(texts.FIELDS['round'])}　　{self.book.say(SOURCE)}"
        chart.set_x_axis(axis | {"name": name, "name_font": self._font(8, bold=False)})
        grid = {"visible": True, "line": {"color": GRID, "width": 0.75}}
        chart.set_y_axis(axis | {"major_gridlines": grid, "num_format": "0.0", "min": 0, "max": 1})
        chart.set_legend({"position": "bottom", "font": self._font(10)})
        chart.show_blanks_as("gap")
        return chart
