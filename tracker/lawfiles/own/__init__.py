"""The entries of an office over the shipped library."""
