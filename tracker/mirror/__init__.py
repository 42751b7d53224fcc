"""A copy of the public side as plain files, which any mirror, stick or archive can carry."""
