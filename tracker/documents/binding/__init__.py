"""One PDF of many documents: their pages are fitted, numbered and bound."""
