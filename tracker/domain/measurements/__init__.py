"""What others measured about a block, and captures of the pages that its file cites."""
