"""Pages that are photographed with a phone, and become a document of a request."""
