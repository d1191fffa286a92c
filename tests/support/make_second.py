"""Write the second framework, tests/data/second: python tests/support/make_second.py. All figures are SYNTHETIC.

It is unlike the shipped one wherever it can be: English only, other years, 31 cities, both directions, an increment,
a region rank, a shared series, gaps.
"""

import csv
import sys
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parents[1] / "data" / "second"
FIRST, LAST = 2005, 2012
CITIES = (
    "Amber Aster Birch Cedar Clover Coral Dahlia Elder Fennel Garnet Hazel Heather Indigo Iris Jasper Juniper Laurel "
    "Linden Maple Marigold Myrtle Olive Onyx Opal Poppy Quartz Rowan Sage Topaz Violet Willow"
).split()
OUTSIDE = "Acorn Bracken Catkin Dew".split()
REGIONS = {"NORTH": "North", "MID": "Middle", "SOUTH": "South", "ISLES": "Isles"}
PILLARS = (
    ("AIR", "ENV", "Air and water", 2.5),
    ("LIFE", "SOC", "Living together", 1.5),
    ("NEAR", "SOC", "Neighbours", 1),
)
# code, name, measure, direction, entry, region_rank, same_as
INDICATORS = (
    ("AIR01", "Fine dust", "µg/m³", -1, "", "", ""),
    ("AIR02", "Days with clear air", "days", 1, "", "", ""),
    ("AIR03", "Sulphur dioxide", "µg/m³", -1, "", "", ""),
    ("AIR04", "Treated waste water", "%", 1, "", "", ""),
    ("AIR05", "Green space per head", "m²", 1, "", "", ""),
    ("AIR06", "Noise at night", "dB", -1, "", "", ""),
    ("AIR07", "Parks", "parks", 1, "increment", "", ""),
    ("AIR08", "Households with heat pumps", "%", 1, "", "", ""),
    ("LIFE01", "Life expectancy", "years", 1, "", "", ""),
    ("LIFE02", "Unemployment", "%", -1, "", "", ""),
    ("LIFE03", "Libraries per 100,000 people", "libraries", 1, "", "", ""),
    ("LIFE04", "Green space per head", "m²", 1, "", "", "AIR05"),
    ("LIFE05", "Road deaths", "per 100,000 people", -1, "", "", ""),
    ("LIFE06", "Pupils per teacher", "pupils", -1, "", "", ""),
    ("LIFE07", "Doctors per 1,000 people", "doctors", 1, "", "", ""),
    ("LIFE08", "Rent, share of income", "%", -1, "", "", ""),
    ("LIFE09", "Broadband", "%", 1, "level", "", ""),
    ("NEAR01", "Income of the first neighbour", "thousand", 1, "", "1", ""),
    ("NEAR02", "Income of the second neighbour", "thousand", 1, "", "2", ""),
    ("NEAR03", "Income of the third neighbour", "thousand", 1, "", "3", ""),
)


def write(folder: Path, name: str, header: str, rows: list[tuple[object, ...]]) -> None:
    """Write one table."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def codes(names: list[str]) -> list[str]:
    """Return a code of each name: its first four letters, and a number where that is taken."""
    taken: list[str] = []
    for name in names:
        code = name[:4].upper()
        taken.append(code if code not in taken else f"{code}2")
    return taken


def members() -> list[tuple[object, ...]]:
    """Return three cities for each region: the first outside the index, then two that are scored."""
    place = dict(zip(CITIES, codes(CITIES), strict=True)) | {name: name.upper() for name in OUTSIDE}
    rows: list[tuple[object, ...]] = []
    for position, region in enumerate(REGIONS):
        names = (OUTSIDE[position], CITIES[position], CITIES[position + 4])
        rows += [(region, rank, place[name], name) for rank, name in enumerate(names, start=1)]
    return rows


def observations() -> list[tuple[object, ...]]:
    """Return seeded figures with a trend; about one in twelve is missing."""
    random = Random(20050101)
    rows: list[tuple[object, ...]] = []
    for code, _, _, _, entry, rank, same_as in INDICATORS:
        places = [member[2] for member in members() if str(member[1]) == rank] if rank else codes(CITIES)
        for place in places if not same_as else ():
            level = random.uniform(20, 80)
            for year in range(FIRST - (entry == "increment"), LAST + 1):
                level *= random.uniform(0.97, 1.06)
                if random.random() > 1 / 12:
                    rows.append((code, place, year, f"{level:.3f}", "", "SYNTHETIC"))
    rows.append(("AIR08", "AMBE", LAST + 1, "1.5", "", "SYNTHETIC"))  # a year beyond the window, to be left out
    return rows


def main(folder: Path = FOLDER) -> None:
    """Write every file of the folder."""
    toml = 'code = "second"\nname_en = "Second index (synthetic)"\nsource_en = "SYNTHETIC: made by make_second.py"\n'
    toml += f'language = "zh"\nwindow = [{FIRST}, {LAST}]\n'  # its names are English, its books Chinese
    (folder / "framework.toml").write_text(toml, encoding="utf-8", newline="\n")
    write(folder, "dimensions", "code name_en", [("ENV", "Environment"), ("SOC", "Society")])
    write(folder, "pillars", "code dimension name_zh name_en weight", [(c, d, "", n, w) for c, d, n, w in PILLARS])
    rows = [(c, c.rstrip("0123456789"), "", n, m, d, e, r, s) for c, n, m, d, e, r, s in INDICATORS]
    header = "code pillar name_zh name_en measure_en direction entry region_rank same_as"
    write(folder, "indicators", header, rows)
    regions = list(REGIONS)
    cities = [(code, name, regions[i % 4]) for i, (code, name) in enumerate(zip(codes(CITIES), CITIES, strict=True))]
    write(folder, "cities", "code name_en region", cities)
    write(folder, "regions", "code name_en", list(REGIONS.items()))
    write(folder, "region_cities", "region rank code name_en", members())
    write(folder, "observations", "indicator place year value status source", observations())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
