"""The whole data of an office: its archive, its recovery keys, its demonstration."""
