"""The page for unknown addresses, with suggestions."""

from difflib import get_close_matches

from flask import render_template, request, url_for

from tracker.domain.base.errors import NotOnFile
from tracker.domain.library import Library
from tracker.web.base.language import refused, worded
from tracker.web.base.site_config import site_config, the_office

_NOT_FOUND = 404


def not_found(error: Exception) -> tuple[str, int]:
    """Show that the page does not exist, and where to go instead; a copy keeps no such page."""
    if site_config().a_copy:
        return "", _NOT_FOUND
    meant = suggestions(the_office().library, request.path)
    sentence = refused(error) if isinstance(error, NotOnFile) and not meant else ""
    return render_template("record/not_found.html", sentence=sentence, meant=meant), _NOT_FOUND


def suggestions(library: Library, path: str) -> list[tuple[str, str]]:
    """Return titles and addresses with a key similar to the last word of the path."""
    known = _addresses(library)
    word = path.rstrip("/").rpartition("/")[2].lower()
    return [known[key] for key in get_close_matches(word, known, n=3, cutoff=0.6)]


def _addresses(library: Library) -> dict[str, tuple[str, str]]:
    """Return the title and address of every key with a page of its own."""
    shelves = (
        ("record.block", {key: block.title for key, block in library.blocks.items()}),
        ("record.body", {key: body.name for key, body in library.bodies.items()}),
        ("record.law", {key: law.title for key, law in library.laws.items()}),
        ("record.statement", {key: each.title for key, each in library.statements.items()}),
    )
    return {
        key: (worded(title), url_for(endpoint, key=key))
        for endpoint, titles in shelves
        for key, title in titles.items()
    }
