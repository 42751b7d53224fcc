"""The public page of a request."""
