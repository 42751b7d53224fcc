"""The public log: a Merkle tree over logged entries, its checkpoints and their proofs."""
