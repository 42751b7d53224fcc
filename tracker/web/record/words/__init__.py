"""Words, lists and figures shared by several public pages."""
