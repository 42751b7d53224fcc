"""The public pages of bodies, and their comparison."""
