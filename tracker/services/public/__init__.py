"""The public side: search, alerts, the data package, proofs and copies."""
