"""The shipped library for a command that needs little of it: an entry is read when it is used."""
