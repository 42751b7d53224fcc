"""What was published, removed or taken down."""
