"""Whether the addresses in the law library still lead somewhere; only a command looks them up."""
