"""All that an office holds: its archive, its recovery keys, its demonstration."""
