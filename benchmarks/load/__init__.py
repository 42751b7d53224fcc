"""Many readers at once, each on a connection that stays open, with no proxy in front."""
