"""One file per layer of the map; each is found by looking here."""
