"""What an index compares, put into texts."""

import pytest

from flowxl.voice.text import Text
from flowxl.voice.unit import CITY, Unit

WORDS = Text("{unit}代码，共 {count} 个", "{Unit} code; {units} of {a unit}; {Units}: {count}")


@pytest.mark.parametrize(
    ("unit", "chinese", "english"),
    [
        (CITY, "城市代码，共 {count} 个", "City code; cities of a city; Cities: {count}"),
        (
            Unit("国家", "country"),
            "国家代码，共 {count} 个",
            "Country code; countries of a country; Countries: {count}",
        ),
        (Unit("区县", "area"), "区县代码，共 {count} 个", "Area code; areas of an area; Areas: {count}"),
        (
            Unit("人员", "person", "people"),
            "人员代码，共 {count} 个",
            "Person code; people of a person; People: {count}",
        ),
        (Unit("", "bay"), "bay代码，共 {count} 个", "Bay code; bays of a bay; Bays: {count}"),
        (Unit("企业", ""), "企业代码，共 {count} 个", "企业 code; 企业 of a 企业; 企业: {count}"),
    ],
)
def test_a_text_says_what_is_compared(unit: Unit, chinese: str, english: str) -> None:
    """One, several, at the start of a sentence, with its article; an empty name comes from the other language."""
    assert unit.named(WORDS).both == (chinese, english)
