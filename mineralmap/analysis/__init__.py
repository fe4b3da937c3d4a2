"""Tables and a scenario to numbers: ownership, shares, concentration, gaps, flows. Pure; no Qt."""
