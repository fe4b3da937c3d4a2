"""The rows that a number is made of, as a small table: the same columns for every indicator."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

COLUMNS = ["kind", "id", "tonnes", "part", "contribution"]


def contributions(
    kind: str | Sequence[str],
    ids: Sequence[str] | np.ndarray,
    tonnes: Sequence[float] | np.ndarray,
    contribution: Sequence[float] | np.ndarray | float,
    part: Sequence[float] | np.ndarray | float = 1.0,
) -> pd.DataFrame:
    """Rows of kind, id, tonnes, the part of them that counts, and what each adds to the number in its own unit."""
    n = len(ids)
    return pd.DataFrame(
        {
            "kind": [kind] * n if isinstance(kind, str) else list(kind),
            "id": list(ids),
            "tonnes": np.asarray(tonnes, float),
            "part": np.broadcast_to(np.asarray(part, float), n),
            "contribution": np.broadcast_to(np.asarray(contribution, float), n),
        },
        columns=COLUMNS,
    )


def nothing() -> pd.DataFrame:
    """No rows: there is no answer."""
    return contributions("", [], [], [])
