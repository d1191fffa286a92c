"""Where something is: a file, a sheet, a cell, a line, a name. Data; words are made of it only where it is shown."""

from dataclasses import dataclass, replace
from typing import Any

from flowxl.voice.text import Language, Sayable, Text

LINE = Text("第 {line} 行", "line {line}")
ROW = Text("第 {row} 行", "row {row}")
UNTIL = Text("{first} 至 {last}", "{first} to {last}")
ELSEWHERE = Text("及其他位置", "and elsewhere")


@dataclass(frozen=True)
class Place:
    """Where something is.

    Attributes
    ----------
    file
        Name of a file, with its folder where that helps.
    sheet, cell
        Title of a sheet, address of a cell or block on it.
    line, row
        Line of a text file; row of a sheet.
    name
        What is found by a name: an option, a setting, the key of a series, a part of a package; a message where the
        name needs words.
    until
        The last cell, row or line where one fault stands for several places.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    row: int | None = None
    name: str | Sayable = ""
    until: str = ""

    def within(self, file: str) -> "Place":
        """Return the place as one in a file, where no file is named yet."""
        return self if self.file else replace(self, file=file)

    def on(self, sheet: str) -> "Place":
        """Return the place as one on a sheet."""
        return replace(self, sheet=sheet)

    def of(self, language: Language) -> str:
        """Return the place in words.

        >>> Place(sheet="权重", cell="B5").of("en"), Place("a.csv", line=3).of("en"), Place("a.csv", line=3).of("zh")
        ('权重!B5', 'a.csv line 3', 'a.csv 第 3 行')
        >>> Place("a.xlsx", "权重", "B5").of("en"), Place(sheet="权重", row=7, name="weight").of("en")
        ('a.xlsx, 权重!B5', '权重 row 7: weight')
        >>> Place("a.csv", cell="B5", until="B9").of("en")
        'a.csv B5 to B9'
        """
        if not any((self.file, self.sheet, self.cell, self.line, self.row, self.name)):
            return ELSEWHERE.of(language)
        text = self._until(language, self._sheet(language))
        in_text = not self.sheet and (self.cell or self.line is not None or self.row is not None)
        before = " " if in_text else ", "
        return before.join(part for part in (self.file, text) if part)

    def _sheet(self, language: Language) -> str:
        """Return the place within its file."""
        text = "!".join(part for part in (self.sheet, self.cell) if part)
        if self.line is not None:
            text = " ".join(part for part in (text, LINE.say(language, line=self.line)) if part)
        if self.row is not None:
            text = " ".join(part for part in (text, ROW.say(language, row=self.row)) if part)
        name = self.name if isinstance(self.name, str) else self.name.of(language)
        return ": ".join(part for part in (text, name) if part)

    def _until(self, language: Language, text: str) -> str:
        return UNTIL.say(language, first=text, last=self.until) if self.until else text

    @property
    def end(self) -> str:
        """What names this place within its sheet or file: its cell, row, line or name."""
        name = self.name if isinstance(self.name, str) else self.name.of("en")
        return str(self.cell or self.row or self.line or name)

    def to_json(self) -> dict[str, Any]:
        """Return the parts that are known, by names that no language changes."""
        return {name: value for name, value in vars(self).items() if value not in ("", None)}
