"""The state of the office, its backups, and checks of everything stored."""
