"""Letters sent and answers received by e-mail."""
