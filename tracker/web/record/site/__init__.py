"""The home page, search, lists and the pages about the site."""
