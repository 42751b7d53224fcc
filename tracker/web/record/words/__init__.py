"""Words, lines and figures that several public pages share."""
