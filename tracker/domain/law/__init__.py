"""The law as data: laws, limits, bodies, powers, blocks, questions."""
