"""The law, the clock and the life of a request: pure, standard library only."""
