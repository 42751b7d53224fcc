"""The rejoinder: the answer to what a body sent after a pleading was filed."""
