"""Dialogs: adding data, exporting, problems, about."""
