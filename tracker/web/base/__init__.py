"""What all pages rest on: access, forms, language, security, refusals."""
