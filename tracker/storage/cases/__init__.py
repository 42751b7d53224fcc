"""The register of requests, with their evidence, notes, tasks and tags."""
