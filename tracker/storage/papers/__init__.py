"""Where sealed documents lie: a folder, or a bucket of a store with the interface of S3."""
