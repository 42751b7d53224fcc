"""The derived status and deadlines of each request."""
