"""Contained metal: the factors that chemistry gives, and the units of mass that sources use.

Grades that chemistry does not give (spodumene concentrate, nickel pig iron, mixed hydroxide …) are rows of
``data/factors.csv``, each with its source or marked as an assumption.
"""

CONTAINED_PER_TONNE: dict[str, float] = {
    "Li": 1.0,
    "Li2CO3": 1 / 5.3233,
    "LCE": 1 / 5.3233,
    "LiOH.H2O": 1 / 6.0464,
    "LiOH": 1 / 6.0464,
    "Li2O": 1 / 2.1527,
    "LiCl": 1 / 6.109,
    "Co": 1.0,
    "Co(OH)2": 1 / 1.5772,
    "Co3O4": 1 / 1.362,
    "CoSO4.7H2O": 1 / 4.770,
    "Ni": 1.0,
    "NiSO4.6H2O": 1 / 4.478,
    "REO": 1.0,
    "C": 1.0,
}
"""Tonnes contained in one tonne of the compound, from standard atomic weights (Li 6.94).

"LiOH" of trade is the monohydrate. Rare earths are counted as REO, graphite as gross product.
"""

TONNES: dict[str, float] = {
    "t": 1.0,
    "kt": 1e3,
    "mt": 1e6,
    "kg": 1e-3,
    "lb": 0.45359237e-3,
    "oz t": 31.1034768e-6,
}
"""Tonnes in one unit of mass (lower case)."""
