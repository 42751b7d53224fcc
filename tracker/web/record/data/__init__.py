"""The pages of the data package, the API, the public log and the mirrors."""
