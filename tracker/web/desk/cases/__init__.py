"""The page of a request in the workspace, and all that is logged there."""
