"""The grids of the sheets 德尔菲 and 德尔菲专家."""

from flowxl.core.delphi.study import BASES, Study
from flowxl.voice.text import Text
from flowxl.workbook.grid import Field, Grid, Placed, Traits, keys
from flowxl.workbook.plan import Plan
from flowxl.workbook.texts_weighting import DELPHI_SETTINGS
from flowxl.workbook.titles import Words

ROUNDS, ITEMS, RATINGS, RANKS, AUTHORITY, BOXES, STUDY = (
    f"flow_delphi_{name}" for name in ("rounds", "items", "ratings", "ranks", "authority", "boxes", "study")
)
STUDY_FORMAT = 1
"""Number of this way to keep a study; a book with another one is not read."""
RATING_FIELDS = dict.fromkeys(
    (
        "key",
        "name",
        "ratings_count",
        "mean_rating",
        "median",
        "sd_rating",
        "cv",
        "q1",
        "q3",
        "iqr",
        "full",
        "agree",
        "agreed",
        "changed_share",
        "delta_cv",
        "wilcoxon",
        "screened",
    ),
    9,
) | {"name": 34}
"""Columns before the ratings of the experts, with their widths."""
PICTURE_TITLES = "flow_delphi_titles"
PICTURES = ("boxes", "path")
EXPERTS, REMARKS = "flow_delphi_experts", "flow_delphi_remarks"
MOST_BOXES = 45
"""So many rows of the picture of ratings can be read."""
SPARE_REMARKS = 1
ROOM = 34
"""Rows above the table of ratings that the pictures take."""
CAPTIONS = {
    ITEMS: Text("据最近一轮评分得出的权重", "Weights from the last ratings"),
    RATINGS: Text("各轮评分与统计", "Ratings and what they say, by round"),
    STUDY: Text("研究设置：界限与得分均可改", "Settings of the study: limits and scores may be changed"),
    RANKS: Text("评分的秩（仅答全者，用于 Kendall W）", "Ranks of the ratings (complete answers, for Kendall's W)"),
    AUTHORITY: Text("各专家的权威程度", "Authority of the experts"),
    BOXES: Text("以下为图的数据", "Figures behind the picture"),
    REMARKS: Text("偏离说明、意见与建议", "Reasons, comments and proposals"),
}


def rating_items(study: Study) -> list[tuple[int, int]]:
    """Return number of round and position of the item for each row of the table of ratings, round by round."""
    return [(found.number, item) for found in study.rounds for item in range(len(study.items))]


def rating_key(study: Study, row: tuple[int, int]) -> str:
    """Return the key of a row of the table of ratings, e.g. ``2.P01``."""
    return f"{row[0]}.{study.items[row[1]].code}"


def box_items(study: Study) -> list[tuple[int, int]]:
    """Return the rows of the picture of ratings: item by item with its rounds, as many items as can be read."""
    answered = [found.number for found in study.rounds if found.answers]
    most = max(1, MOST_BOXES // max(1, len(answered)))
    return [(number, item) for item in range(min(len(study.items), most)) for number in answered]


def _per_expert(study: Study, family: str, width: float) -> list[Field]:
    return [Field(key, code, width) for key, code in zip(keys(family, study.experts), study.experts, strict=True)]


def grids(plan: Plan, _: str) -> Placed | None:
    """Return the tables of the sheet 德尔菲; None for a book without a study."""
    return None if plan.weighting.study is None else _study_grids(plan, plan.weighting.study)


def expert_grids(plan: Plan, _: str) -> Placed | None:
    """Return the tables of the sheet 德尔菲专家; None for a book without a study."""
    return None if plan.weighting.study is None else _expert_grids(plan, plan.weighting.study)


def _study_grids(words: Words, study: Study) -> Placed:
    rounds = words.fields(
        round=9,
        sent=34,
        asked=9,
        returned=9,
        response=9,
        ca=9,
        cs=9,
        cr=9,
        experts_used=9,
        w=9,
        chi2=9,
        df=9,
        p=9,
        agreed_items=9,
        mean_cv=9,
        changed_share=9,
        spearman=9,
    )
    items = words.fields(
        code=9,
        name=34,
        ratings_count=9,
        mean_rating=9,
        median=9,
        authority_mean=9,
        mean_share=9,
        median_share=9,
        authority_share=9,
        rounded=9,
        name_zh=9,
        name_en=9,
        group=9,
        group_zh=9,
        group_en=9,
    )
    ratings = words.fields(**RATING_FIELDS)
    rows = tuple(rating_key(study, row) for row in rating_items(study))
    boxes = tuple(f"{rating_key(study, row)}" for row in box_items(study))
    settings = tuple(words.fields(code=17, label=34, setting=9, help=9))
    numbers = tuple(str(found.number) for found in study.rounds)
    ranks = (*words.fields(key=9, name=34, rank_sum=9), *_per_expert(study, "rank", 7))
    authority = (*words.fields(round=9, name=34, rank_sum=9), *_per_expert(study, "cr", 7))
    drawn = tuple(words.fields(key=9, name=34, box_base=9, box_low=9, box_mark=9, box_high=9))
    rated = Traits(caption=CAPTIONS[RATINGS], room=ROOM, entered=("expert:",))
    boxed = Traits(caption=CAPTIONS[BOXES], drawn="figures")
    limits = Traits(caption=CAPTIONS[STUDY], entered=("setting",))
    titles = Traits(drawn="titles")
    return [
        (Grid(ROUNDS, numbers, tuple(rounds), traits=Traits(drawn="figures")), 0),
        (Grid(ITEMS, study.item_codes, tuple(items), traits=Traits(caption=CAPTIONS[ITEMS])), 0),
        (Grid(RATINGS, rows, (*ratings, *_per_expert(study, "expert", 7)), traits=rated), 0),
        (Grid(STUDY, setting_codes(study), settings, traits=limits), 0),
        (Grid(RANKS, rows, ranks, traits=Traits(caption=CAPTIONS[RANKS])), 0),
        (Grid(AUTHORITY, numbers, authority, traits=Traits(caption=CAPTIONS[AUTHORITY])), 0),
        (Grid(BOXES, boxes, drawn, traits=boxed), 0),
        (Grid(PICTURE_TITLES, PICTURES, tuple(words.fields(code=9, name=34)), traits=titles), 0),
    ]


def setting_codes(study: Study) -> tuple[str, ...]:
    """Return the codes of the settings of a study, scores of familiarity and basis among them."""
    scores = [f"familiarity.{level}" for level in study.choices.familiarity]
    bases = [f"basis.{basis}.{level}" for basis in BASES for level in ("large", "medium", "small")]
    return (*DELPHI_SETTINGS, *scores, *bases)


def _expert_grids(words: Words, study: Study) -> Placed:
    fields = words.fields(
        key=9,
        round=7,
        expert=10,
        returned_word=10,
        received=12,
        file=60,
        familiarity=12,
        practice=10,
        theory=10,
        literature=11,
        intuition=10,
        ca=10,
        cs=10,
        cr=10,
    )
    remarks = words.fields(position=9, round=7, expert=10, kind=10, item=12, text=60)
    spoken = Traits(caption=CAPTIONS[REMARKS])
    asked = tuple(f"{found.number}.{expert}" for found in study.rounds for expert in found.asked)
    number = sum(len(answer.remarks) for found in study.rounds for answer in found.answers)
    said = tuple(str(n + 1) for n in range(number))
    return [
        (Grid(EXPERTS, asked, tuple(fields), traits=Traits(entered=("familiarity", *BASES))), 0),
        (Grid(REMARKS, said, tuple(remarks), spare=0 if said else SPARE_REMARKS, traits=spoken), 0),
    ]
