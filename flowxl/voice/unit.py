"""What an index compares, by the name that a framework gives it: cities, unless it says otherwise."""

from dataclasses import dataclass

from flowxl.voice.text import Text

VOWELS = "aeiou"


@dataclass(frozen=True)
class Unit(Text):
    """The name of one unit in both languages; ``plural`` is the English one of several, where it is out of rule.

    >>> Unit("国家", "country").named(Text("{unit}代码", "{Units} have codes; {a unit} has one")).both
    ('国家代码', 'Countries have codes; a country has one')
    """

    plural: str = ""

    @property
    def units(self) -> str:
        """The English name of several.

        >>> [Unit("", word).units for word in ("city", "bay", "firm")], Unit("", "county", "the counties").units
        (['cities', 'bays', 'firms'], 'the counties')
        """
        one = self.of("en")
        if self.plural or not one.isascii():
            return self.plural or one
        return f"{one[:-1]}ies" if one.endswith("y") and one[-2:-1] not in VOWELS else f"{one}s"

    def named(self, text: Text) -> Text:
        """Return a text of ours with this name in the places it has for it; other places stay."""
        if "{" not in text.zh + text.en:
            return text
        one, several = self.of("en"), self.units
        english = {
            "{unit}": one,
            "{units}": several,
            "{Unit}": _capital(one),
            "{Units}": _capital(several),
            "{a unit}": f"{'an' if one[:1].lower() in VOWELS else 'a'} {one}",
        }
        words = text.en
        for place, name in english.items():
            words = words.replace(place, name)
        return Text(text.zh.replace("{unit}", self.of("zh")), words)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


CITY = Unit("城市", "city")
