"""Protection of texts in CSV files against being read as formulas."""

# Characters with which a spreadsheet begins a formula, also in their full-width forms.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_GUARD = "'"


def guarded(text: str) -> str:
    """Return a text with an apostrophe in front if a spreadsheet would take it for a formula.

    A text that looks as if it had such an apostrophe gets another, so that removing one restores
    the original.
    """
    return f"{_GUARD}{text}" if text.lstrip(_GUARD).startswith(_FORMULAS) else text
