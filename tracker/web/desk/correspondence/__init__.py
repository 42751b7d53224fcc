"""Pages on e-mail: sending letters, and mail that arrived."""
