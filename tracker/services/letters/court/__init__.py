"""The file for court: its plan, papers and annexes, bound as one PDF."""
