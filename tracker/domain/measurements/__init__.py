"""What others measured about a block: what to ask them, what they answered, what follows."""
