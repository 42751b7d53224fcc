"""The page of a request at the desk, and everything recorded there."""
