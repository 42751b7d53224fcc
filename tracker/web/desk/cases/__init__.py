"""The page of a request in the workspace, and everything recorded there."""
