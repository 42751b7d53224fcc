"""Letters sent by email: how they are written, and how they are handed to a server or a folder."""
