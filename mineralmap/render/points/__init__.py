"""Point symbols by the million: sprites from one atlas, thinned where they would cover each other, fanned out where
several stand in one place."""
