"""Letters and documents between the requester and a public body."""
