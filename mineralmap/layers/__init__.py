"""Numbers to what the map says: marks, lines, areas and words in projected metres. Pure; no Qt."""
