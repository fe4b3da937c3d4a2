"""What the short words in the cells of facilities and companies mean to who reads them."""

PRECISION = {
    "site": "the point is the site",
    "park": "the point is the industrial park",
    "deposit": "the point is the deposit",
    "town": "known only to the town",
    "district": "known only to the district",
    "unknown": "how exact the point is, is not known",
}
STATUS = {
    "operating": "operating",
    "construction": "under construction",
    "planned": "planned",
    "care": "on care and maintenance",
    "closed": "closed",
    "unknown": "status not known",
}
KINDS = {
    "listed": "listed",
    "private": "not listed",
    "state": "state-owned group",
    "government": "a state",
    "holding": "holding company",
    "undisclosed": "holders not named",
    "not_found": "listing and parents looked for, not found",
    "unchecked": "listing and parents not looked up",
}
