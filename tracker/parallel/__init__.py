"""Processes that calculate beside this one, on other cores."""
