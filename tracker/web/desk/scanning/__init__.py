"""Photographs that are taken with a phone and become a document of a request."""
