"""What serves readers of the public site: search, data package and email alerts."""
