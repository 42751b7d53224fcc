"""The foundation of the workspace's pages."""
