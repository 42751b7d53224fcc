"""Copies of the public site as plain files, which any mirror, stick or archive can carry."""
