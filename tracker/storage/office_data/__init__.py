"""The state of the office, its backups, and checks of all that is stored."""
