"""Evidence by others: answers and captures handed in, and findings that a person confirms."""
