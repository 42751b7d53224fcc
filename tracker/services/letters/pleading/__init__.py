"""The pleading of a remedy as rows, one module for each of its parts."""
