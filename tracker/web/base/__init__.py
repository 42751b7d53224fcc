"""The foundation of all pages: access, forms, language, security and refusals."""
