"""What the pages of the workspace rest on."""
