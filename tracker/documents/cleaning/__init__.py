"""Removes the metadata of files, and names the metadata that stays."""
