"""The grids behind the pictures of 图表."""

from flowxl.workbook import texts
from flowxl.workbook.grid import Field, Grid
from flowxl.workbook.titles import Words

CHART_CITIES = 10
PICTURE_ITEMS = ("ranking", "contributions", "profile", "gap")
OTHER_CITIES = ("其他城市", "Other cities")
PROFILE_FIELDS: dict[str, tuple[str, str]] = {
    "count": ("累计", "Running count"),
    "row": ("差距表行", "Row of the gap table"),
    "number": ("指标序号", "Pillar number"),
    "order": ("排列次序", "Order of display"),
    "place": ("上表行", "Row of the table above"),
}
ROOM = ("留空", "Room for labels")


class PicturePlan(Words):
    """Fields of the figures that pictures draw."""

    def charts(self) -> list[tuple[Grid, int]]:
        """Return what stands below the pictures."""
        shown = tuple(str(k) for k in range(1, min(len(self.framework.cities), CHART_CITIES) + 1))
        extra = ("focus", "benchmark") if len(self.framework.cities) > CHART_CITIES else ()
        fields = (
            *self.fields(position=10, number=10, city_name=14, index=12),
            *(Field(f"pillar:{p.code}", p.short.of(self.language), 12) for p in self.framework.pillars),
        )
        cities, pillars = (*shown, *extra), tuple(str(k) for k in range(1, len(self.framework.pillars) + 1))
        return [
            (Grid("flow_chart", cities, fields), 0),
            (Grid("flow_bars", cities, tuple(self._bars(len(pillars)))), 0),
            (Grid("flow_profile", pillars, tuple(self._profile())), 0),
            (Grid("flow_gap_bars", pillars, tuple(self._gap_bars())), 0),
            (Grid("flow_titles", PICTURE_ITEMS, tuple(self.fields(code=10, name=10))), 0),
        ]

    def _bars(self, pillars: int) -> list[Field]:
        """Return the fields of the ranking and of the stacked bars, parts in the order of flow_profile."""
        part = texts.pick(texts.FIELDS["contribution"], self.language)
        other = Field("other", texts.pick(OTHER_CITIES, self.language), 12)
        room = Field("room", texts.pick(ROOM, self.language), 12)
        parts = [Field(f"part:{k}", f"{part} {k}", 12) for k in range(1, pillars + 1)]
        return [*self.fields(position=10, city_name=14), other, *self.fields(focus=12, benchmark=12), room, *parts]

    def _profile(self) -> list[Field]:
        """Return the fields of the pillars that pictures show: those that count, by weight."""
        own = [
            Field(key, texts.pick(pair, self.language), 10) for key, pair in PROFILE_FIELDS.items() if key != "place"
        ]
        steps = [*self.fields(position=10, counting=10), *own[:3], self.field("name", 14)]
        return [*steps, *self.fields(focus=12, benchmark=12, gap=12, weighted_gap=12), own[3]]

    def _gap_bars(self) -> list[Field]:
        """Return the fields of the gap picture: weighted gaps in order, one field per state."""
        states = [Field(f"state:{k}", texts.pick(texts.GAP_WORDS[k], self.language), 12) for k in (1, 0, -1)]
        row = Field("row", texts.pick(PROFILE_FIELDS["place"], self.language), 10)
        room = Field("room", texts.pick(ROOM, self.language), 12)
        return [self.field("position", 10), row, self.field("name", 14), *states, room]
