"""The window: docks that read the session and ask it to edit; they do not know each other."""
