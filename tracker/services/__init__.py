"""Use cases: one verb a file, and the ports they need from outside."""
