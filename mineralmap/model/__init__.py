"""Nouns: the words every floor shares. Standard library only."""
