"""Entries of an office, which extend the shipped library or replace entries in it."""
