"""The public log: leaves, checkpoints, attestations and their comparison with the data."""
