"""One request: its history, its state, what is pending and which windows are open."""
