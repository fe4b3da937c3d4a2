"""Files to checked tables: reading, matching, checking, the shipped data and project files."""
