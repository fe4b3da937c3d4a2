"""The version of the program, apart, so that every floor can print it without loading the library."""

__version__ = "0.1.0"
