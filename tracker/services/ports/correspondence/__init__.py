"""What the use cases of correspondence need from outside."""
