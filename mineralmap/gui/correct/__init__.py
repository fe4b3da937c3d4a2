"""Correcting the data: what of a card can be edited, the form that edits it, and the list of what was edited."""
