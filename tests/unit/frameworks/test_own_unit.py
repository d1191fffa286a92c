"""What a framework calls its units."""

import shutil
from pathlib import Path

import pytest
from support.frameworks import SECOND

from flowxl.frameworks.load import load_framework
from flowxl.voice.faults import FlowXLError
from flowxl.voice.unit import CITY, Unit


def framework(tmp_path: Path, lines: str) -> Path:
    """Return the second framework with more lines in its TOML file."""
    folder = Path(shutil.copytree(SECOND, tmp_path / "own"))
    toml = folder / "framework.toml"
    toml.write_text(f"{lines}\n{toml.read_text(encoding='utf-8')}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        ("", CITY),
        ('unit_zh = "国家"\nunit_en = "country"', Unit("国家", "country")),
        ('unit_en = "member state"\nunits_en = " member states "', Unit("", "member state", "member states")),
        ('unit_zh = "省份"', Unit("省份", "")),
    ],
)
def test_a_framework_names_its_units(lines: str, unit: Unit, tmp_path: Path) -> None:
    """Cities, unless it says otherwise; a choice of them keeps the name."""
    found = load_framework(framework(tmp_path, lines))
    assert found.unit == unit
    assert found.with_cities(found.city_codes[:2]).unit == unit


@pytest.mark.parametrize("said", ['"a\\"b"', "3", '"[x]"', f'"{"国" * 21}"', '"1st"', '"{unit}"', '["国家"]', "true"])
@pytest.mark.parametrize("key", ["unit_zh", "unit_en", "units_en"])
def test_what_cannot_be_a_name_is_refused(key: str, said: str, tmp_path: Path) -> None:
    """It stands in titles of sheets and in formulas."""
    with pytest.raises(FlowXLError) as refused:
        load_framework(framework(tmp_path, f"{key} = {said}"))
    assert [(fault.kind, fault.place.file) for fault in refused.value.faults] == [("unit", "framework.toml")]
    assert key in refused.value.of("zh")
