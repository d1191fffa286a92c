"""The grids behind the pictures of 图表."""

from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.grid import Field, Grid, Placed, Traits
from flowxl.workbook.plan import Plan

CHART_CITIES = 10
PICTURE_ROWS = 37
"""Rows at the top of 图表 that its pictures take: the reader comes for them; the figures behind stand below."""
PICTURE_ITEMS = ("ranking", "contributions", "profile", "gap")
OTHER_CITIES = Text("其他{unit}", "Other {units}")
PROFILE_FIELDS: dict[str, Text] = {
    "count": Text("累计", "Running count"),
    "row": Text("差距表行", "Row of the gap table"),
    "number": Text("指标序号", "Pillar number"),
    "order": Text("排列次序", "Order of display"),
    "place": Text("上表行", "Row of the table above"),
}
ROOM = Text("留空", "Room for labels")


def grids(plan: Plan, _: str) -> Placed:
    """Return what stands below the pictures."""
    shown = tuple(str(k) for k in range(1, min(len(plan.framework.cities), CHART_CITIES) + 1))
    extra = ("focus", "benchmark") if len(plan.framework.cities) > CHART_CITIES else ()
    fields = (
        *plan.fields(position=10, number=10, city_name=14, index=12),
        *(Field(f"pillar:{p.code}", p.short.of(plan.language), 12) for p in plan.framework.pillars),
    )
    cities, pillars = (*shown, *extra), tuple(str(k) for k in range(1, len(plan.framework.pillars) + 1))
    first = Traits(caption=Text("以下为图的数据：{unit}", "Figures behind the pictures: {units}"), items="order")
    titles = Traits(caption=Text("图题", "Titles of the pictures"), run_on=True, drawn="titles")
    figures = {
        "flow_bars": (cities, _bars(plan, len(pillars)), Text("排名图与贡献图", "Ranking and contributions")),
        "flow_profile": (
            pillars,
            _profile(plan),
            Text("雷达图：计入的二级指标，按权重", "Radar: pillars that count, by weight"),
        ),
        "flow_gap_bars": (pillars, _gap_bars(plan), Text("差距图：按加权差距", "Gap: by weighted gap")),
    }
    return [
        (Grid("flow_chart", cities, fields, traits=first), 0),
        *(
            (Grid(name, items, tuple(own), traits=Traits(caption=caption, drawn="figures", items="order")), 0)
            for name, (items, own, caption) in figures.items()
        ),
        (Grid("flow_titles", PICTURE_ITEMS, tuple(plan.fields(code=10, name=10)), traits=titles), 0),
    ]


def _bars(plan: Plan, pillars: int) -> list[Field]:
    """Return the fields of the ranking and of the stacked bars, parts in the order of flow_profile."""
    part = plan.say(texts.FIELDS["contribution"])
    other = Field("other", plan.say(OTHER_CITIES), 12)
    room = Field("room", plan.say(ROOM), 12)
    parts = [Field(f"part:{k}", f"{part} {k}", 12) for k in range(1, pillars + 1)]
    return [*plan.fields(position=10, city_name=14), other, *plan.fields(focus=12, benchmark=12), room, *parts]


def _profile(plan: Plan) -> list[Field]:
    """Return the fields of the pillars that pictures show: those that count, by weight."""
    own = [Field(key, plan.say(pair), 10) for key, pair in PROFILE_FIELDS.items() if key != "place"]
    steps = [*plan.fields(position=10, counting=10), *own[:3], plan.field("name", 14)]
    return [*steps, *plan.fields(focus=12, benchmark=12, gap=12, weighted_gap=12), own[3]]


def _gap_bars(plan: Plan) -> list[Field]:
    """Return the fields of the gap picture: weighted gaps in order, one field per state."""
    states = [Field(f"state:{k}", plan.say(texts.GAP_WORDS[k]), 12) for k in (1, 0, -1)]
    row = Field("row", plan.say(PROFILE_FIELDS["place"]), 10)
    room = Field("room", plan.say(ROOM), 12)
    return [plan.field("position", 10), row, plan.field("name", 14), *states, room]
