"""Wordings of letters that no native lawyer has reviewed, and the lawyers who take them on."""
