"""What a public body answered."""
