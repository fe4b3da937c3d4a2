"""Charts beside the map: what each shows is worked out in plain values, one painter for each form draws them."""
