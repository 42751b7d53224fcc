"""E-mail between an office and public bodies: addresses, kinds of mail, and matching."""
