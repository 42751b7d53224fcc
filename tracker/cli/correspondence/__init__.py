"""Commands about correspondence by email."""
