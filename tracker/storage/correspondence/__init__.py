"""Letters to send by e-mail, and received mail."""
