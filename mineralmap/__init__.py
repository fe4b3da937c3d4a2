"""mineralmap: who mines and refines critical minerals, who owns that, and what is missing."""

__version__ = "0.1.0"
