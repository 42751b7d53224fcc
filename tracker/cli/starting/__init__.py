"""Commands that start the processes of an office, and what keeps these running."""
