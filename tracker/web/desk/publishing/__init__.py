"""Publication: entries, public copies of documents, consent, fairness."""
