"""The public pages of laws."""
