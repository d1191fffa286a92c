"""The grids of the sheet 层次分析: a matrix of comparisons per group, what they give, the worst contradictions."""

from flowxl.voice.text import Text
from flowxl.workbook.grid import Field, Grid, Placed, Traits, keys
from flowxl.workbook.plan import Plan

AHP = "flow_ahp"
IN = "_in_"
SUMMARY, WORST = "flow_ahp_consistency", "flow_ahp_worst"
MOST_WORST = 5
"""So many contradictions are pointed out per matrix."""
WHOLE = "pillars"
"""Row of the comparisons of the pillars in the table of consistency; others have the code of their pillar."""


def matrix_name(group: str) -> str:
    """Return the defined name of a matrix."""
    return f"{AHP}{IN}{group}" if group else AHP


def grids(words: Plan, _: str) -> Placed | None:
    """Return the tables of the sheet: consistency first, since that is what people look for; None without pairs."""
    pairwise = words.weighting.pairwise
    if not pairwise:
        return None
    compared = Traits(caption=Text("两两比较：行对列", "Comparisons: row against column"), entered=("vs:",))
    summary = words.fields(
        code=9,
        name=34,
        compared=9,
        to_compare=9,
        lambda_gm=9,
        ri=9,
        cr_gm=9,
        lambda_max=9,
        cr_core=9,
        verdict=9,
        method_notes=9,
    )
    worst = words.fields(position=9, pair=34, said_ratio=9, fitting=9, factor=9, group_name=9)
    contradictions = Traits(
        caption=Text(
            "与其余比较矛盾最大的几对（生成时）",
            "Pairs that contradict the others most (as generated)",
        ),
        items="order",
    )
    groups = tuple(one.group or WHOLE for one in pairwise)
    lines = tuple(f"{group}:{n}" for group in groups for n in range(1, MOST_WORST + 1))
    matrices = [
        Grid(
            matrix_name(one.group),
            one.codes,
            (
                *words.fields(code=9, name=34),
                *(Field(key, code, 9) for key, code in zip(keys("vs", one.codes), one.codes, strict=True)),
                *words.fields(gm=9, gm_share=9, eigen_share=9),
            ),
            traits=compared,
        )
        for one in pairwise
    ]
    return [
        (Grid(SUMMARY, groups, tuple(summary)), 0),
        *((m, 0) for m in matrices),
        (Grid(WORST, lines, tuple(worst), traits=contradictions), 0),
    ]
