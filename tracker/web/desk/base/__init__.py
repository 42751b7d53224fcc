"""The foundation of the desk's pages."""
