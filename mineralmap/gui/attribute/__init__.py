"""The attribute table: columns that are sorted, filtered and selected in numpy, whatever their number of rows."""
