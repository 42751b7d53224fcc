"""Asks, under right-to-information law, what an internet block rests on, and keeps the record."""

__version__ = "0.1.0"
