"""The public pages of blocks, powers and public statements."""
