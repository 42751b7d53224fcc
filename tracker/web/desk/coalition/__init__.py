"""What partners of a campaign asked, and what nobody asked yet."""
