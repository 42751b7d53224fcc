"""What the public side offers: search, alerts, the data package, proofs and copies."""
