"""Files without their metadata, and what could not be removed from them."""
