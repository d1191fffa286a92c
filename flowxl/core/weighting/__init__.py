"""Weights for composite indices (OECD/JRC Handbook, step 6): from data, from comparisons in pairs, combined, compared.

Arrays in, frozen dataclasses out. ``docs/weights-methods.en.md`` has formulas, conventions and references.
"""

from flowxl.core.weighting.critic import critic
from flowxl.core.weighting.deviation import deviation
from flowxl.core.weighting.entropy import entropy
from flowxl.core.weighting.equal import equal
from flowxl.core.weighting.groups import Method
from flowxl.core.weighting.principal import first_component, principal

METHODS: dict[str, Method] = {
    "equal": equal,
    "entropy": entropy,
    "critic": critic,
    "deviation": deviation,
    "principal": principal,
    "first_component": first_component,
}
"""The data-driven methods: oriented values (cities, items) -> ``Weights``."""
