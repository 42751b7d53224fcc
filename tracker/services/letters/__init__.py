"""Letters and appeals: their facts, grounds, chronologies and bundles."""
