"""Letters as data, search queries, and checks of how a question is worded."""
