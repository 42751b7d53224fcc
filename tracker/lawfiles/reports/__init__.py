"""Reports on the library: how its facts were read, and what is due to be compared again."""
