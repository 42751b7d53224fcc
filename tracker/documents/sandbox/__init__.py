"""The sandbox in which documents of others are drawn and converted, and its folder in memory."""
