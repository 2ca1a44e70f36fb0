"""Alpha of answers that are sets, with the distance between whole sets.

Higher than the alpha per option where each record has options of its own: sets of different records then
share nothing, and the disagreement that chance gives is nearly 1.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import isnan
from typing import Literal

import numpy as np

from labeling.quality.disagreement import Disagreement
from labeling.quality.expanded import expanded
from labeling.quality.figure import NO_PAIR, ONE_VALUE, Figure
from labeling.quality.patterns import Pattern, Unit
from labeling.quality.table import Floats, tabulate

MOST = 2000  # distinct sets: all distances between them, 32 MB

SetDistance = Literal["jaccard", "masi"]


def set_alpha(
    shown: Mapping[Pattern, int], members: Callable[[Unit], Collection[str]], distance: SetDistance = "masi"
) -> Figure:
    """Krippendorff's alpha over whole sets; without a value above MOST distinct sets."""
    judged = expanded(shown)
    if not judged.dimensions:
        return NO_PAIR
    values = sorted({value for one, _ in judged.shown for value, _ in one})
    if len(values) > MOST:
        return Figure(None, f"there are more than {MOST:,} different sets")
    table = tabulate(judged, judged.dimensions[""], "nominal", values)
    compared = Disagreement(table, distances([members(value) for value in values], distance))
    alpha = float(compared.alphas(table.records[None, :])[0])
    return ONE_VALUE if isnan(alpha) else Figure(alpha)


def distances(sets: Sequence[Collection[str]], distance: SetDistance) -> Floats:
    """(S, S): 1 - J for Jaccard, 1 - J M for MASI; two empty sets are equal.

    J is the share of common members. M: 1 for equal sets, 2/3 where one holds the other, 1/3 where they
    overlap, else 0 (R. Passonneau, LREC 2006, Measuring Agreement on Set-valued Items).
    """
    place = {member: at for at, member in enumerate(sorted({member for one in sets for member in one}))}
    held = np.zeros((len(sets), max(1, len(place))), dtype=np.float64)
    for row, one in zip(held, sets, strict=True):
        row[[place[member] for member in one]] = 1
    common = held @ held.T
    sizes = held.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - common
    alike: Floats = np.divide(common, union, out=np.ones_like(common), where=union > 0)
    if distance == "masi":
        inside = common == np.minimum(sizes[:, None], sizes[None, :])
        alike *= np.where(common == union, 1, np.where(inside, 2 / 3, 1 / 3))
    return 1 - alike
