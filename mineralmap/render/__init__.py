"""The map to pixels: the same map on the screen and in every picture."""
