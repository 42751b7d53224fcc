"""Reads the words of scans with a program for character recognition, for the search."""
