"""An office of up to a million requests on a PostgreSQL of its own: what becomes slower in it."""
