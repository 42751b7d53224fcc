"""The application to a forum for enforcement of its order."""
