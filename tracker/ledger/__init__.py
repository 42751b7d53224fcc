"""The public log: a Merkle tree over what was recorded, its checkpoints and their proofs."""
