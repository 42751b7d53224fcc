"""Reads mails that came: in a process of its own, with limits, without a network."""
