"""Protocols for everything that the use cases need from outside."""
