"""What was observed: figures by series and year, and the panel indicator x city x year made from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.framework import Framework

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["preliminary", "revised", "not_applicable"]
STATUSES: tuple[Status, ...] = get_args(Status)


def _check_years(years: tuple[int, ...]) -> None:
    if not years or list(years) != list(range(years[0], years[-1] + 1)):
        raise ValueError(f"years {years} are not consecutive")


@dataclass(frozen=True)
class Remark:
    """What is said about one value, or about a missing one: its status, a source of its own, a note."""

    status: Status | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, eq=False)
class Observations:
    """Figures as entered.

    Attributes
    ----------
    framework
        Gives the series, in order.
    years
        Consecutive years, ascending.
    values
        Shape (series, years); missing is NaN; read-only.
    sources, notes
        Source and note of a whole series, by its key.
    further
        What else a book says of whole series: the column of its input sheets, then the key.
    remarks
        Status, source and note of single values where they differ, by (key, year).
    """

    framework: Framework
    years: tuple[int, ...]
    values: np.ndarray
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[tuple[str, int], Remark] = field(default_factory=dict)
    further: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check shape and years; freeze what was given."""
        expected = (len(self.framework.series), len(self.years))
        if self.values.shape != expected:
            raise ValueError(f"values have shape {self.values.shape}, expected {expected}")
        _check_years(self.years)
        if np.isinf(self.values).any():
            raise ValueError("values hold an infinite number")
        object.__setattr__(self, "values", read_only(np.array(self.values, dtype=np.float64)))
        for name in ("sources", "notes", "remarks"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        said = {column: MappingProxyType(dict(texts)) for column, texts in self.further.items() if texts}
        object.__setattr__(self, "further", MappingProxyType(said))

    @classmethod
    def empty(cls, framework: Framework, years: tuple[int, ...]) -> "Observations":
        """Return observations in which everything is missing."""
        return cls(framework, years, np.full((len(framework.series), len(years)), np.nan))

    @property
    def not_applicable(self) -> frozenset[tuple[str, int]]:
        """Keys and years that are marked as not applicable."""
        return frozenset(where for where, remark in self.remarks.items() if remark.status == "not_applicable")

    @property
    def texts(self) -> dict[str, Mapping[str, str]]:
        """What is said of whole series, by the column of the input sheets, then the key."""
        return {"source": self.sources, "note": self.notes, **self.further}

    def with_texts(self, texts: Mapping[str, Mapping[str, str]]) -> "Observations":
        """Return the same figures with other texts, as :attr:`texts` gives them."""
        further = {column: said for column, said in texts.items() if column not in ("source", "note")}
        return replace(self, sources=texts["source"], notes=texts["note"], further=further)

    def fitted(self, framework: Framework, years: tuple[int, ...]) -> "Observations":
        """Return the same figures for another set of series (by key) and years; what is new there is missing."""
        values = np.full((len(framework.series), len(years)), np.nan)
        columns = [(self.years.index(year), target) for target, year in enumerate(years) if year in self.years]
        for row, series in enumerate(framework.series):
            known = self.framework.series_position.get(series.key)
            if known is not None:
                for source, target in columns:
                    values[row, target] = self.values[known, source]
        keys = framework.series_position
        return Observations(
            framework,
            years,
            values,
            {key: text for key, text in self.sources.items() if key in keys},
            {key: text for key, text in self.notes.items() if key in keys},
            {where: remark for where, remark in self.remarks.items() if where[0] in keys and where[1] in years},
            {column: {key: text for key, text in said.items() if key in keys} for column, said in self.further.items()},
        )

    def panel(self) -> "Panel":
        """Return the panel: each indicator and city with the series that feeds it."""
        return Panel(self.framework, self.years, self.values[self.framework.sources])

    def to_frame(self) -> "pd.DataFrame":
        """Return one row per value: indicator, place, year, value, status, source."""
        import pandas as pd  # takes a quarter of a second, which worksheet functions need not wait for

        rows = []
        for position, column in zip(*np.nonzero(np.isfinite(self.values)), strict=True):
            series, year = self.framework.series[position], self.years[column]
            remark = self.remarks.get((series.key, year), Remark())
            source = remark.source or self.sources.get(series.key, "")
            rows.append(
                (
                    series.indicator,
                    series.place,
                    year,
                    self.values[position, column],
                    remark.status or "",
                    source,
                )
            )
        return pd.DataFrame(rows, columns=["indicator", "place", "year", "value", "status", "source"])


@dataclass(frozen=True, eq=False)
class Panel:
    """Indicator x city x year, as levels; read-only; missing is NaN.

    Attributes
    ----------
    framework
        Gives indicators and cities, in order.
    years
        Consecutive years, ascending; may reach beyond the window that is computed.
    values
        Shape (indicators, cities, years).
    """

    framework: Framework
    years: tuple[int, ...]
    values: np.ndarray

    def __post_init__(self) -> None:
        """Check shape and years; freeze the values."""
        _check_years(self.years)
        expected = (len(self.framework.indicators), len(self.framework.cities), len(self.years))
        if self.values.shape != expected:
            raise ValueError(f"values have shape {self.values.shape}, expected {expected}")
        if self.values.flags.writeable:
            object.__setattr__(self, "values", read_only(self.values.view()))

    def to_frame(self) -> "pd.DataFrame":
        """Return one row per indicator and city, one column per year."""
        import pandas as pd  # takes a quarter of a second, which worksheet functions need not wait for

        index = pd.MultiIndex.from_product(
            [self.framework.indicator_codes, self.framework.city_codes], names=["indicator", "city"]
        )
        return pd.DataFrame(self.values.reshape(len(index), -1), index=index, columns=pd.Index(self.years, name="year"))
