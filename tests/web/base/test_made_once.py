"""Parts of pages are made once for each library, language and key, but not for private pages."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from flask import Flask

from tests.offices import the_library
from tests.web.browser import Browser, a_new_app
from tracker.domain.base.text import Text
from tracker.domain.case.case_status import Phase
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.translations import locale
from tracker.web.base.filters import _public_phase_tag
from tracker.web.base.fragments import made_by_values, made_once, show_library
from tracker.web.base.lately_used import LatelyUsed
from tracker.web.base.site_config import serve_office

BLOCK = "pk-x-2024"


@pytest.mark.parametrize("made", [made_once, made_by_values])
def test_a_part_is_made_once_for_each_library_language_and_key(
    app: Flask, made: Callable[..., int]
) -> None:
    numbers, library = count(1), the_library()

    def on(path: str, digest: str, key: str) -> int:
        with app.test_request_context(path):
            show_library(replace(library, digest=digest))
            return made(lambda: next(numbers), "a-part", key)

    first = on("/blocks", "a library", "a")

    assert on("/requests", "a library", "a") == first
    assert on("/ur/blocks", "a library", "a") != first
    assert on("/blocks", "another library", "a") != first
    assert on("/blocks", "a library", "b") != first


@pytest.mark.parametrize("made", [made_once, made_by_values])
def test_a_page_without_a_library_makes_every_part_itself(
    app: Flask, made: Callable[..., int]
) -> None:
    numbers = count(1)

    for path in ("/blocks", "/desk"):
        with app.test_request_context(path):
            parts = [made(lambda: next(numbers), "a-part") for _ in range(2)]
            assert parts[0] != parts[1]


def test_only_public_pages_keep_the_parts_that_they_make(
    app: Flask, lawyer: Browser, stranger: Browser
) -> None:
    def kept() -> list[int]:
        names = ("parts_made_once", "parts_by_values")
        return [len(app.extensions.get(name, ())) for name in names]

    assert lawyer.get("/desk/requests").status == 200
    assert kept() == [0, 0]
    assert stranger.get(f"/blocks/{BLOCK}").status == 200
    assert all(kept())


def test_the_page_of_a_block_shows_the_current_library(
    app: Flask, office: Office, stranger: Browser
) -> None:
    library = office.library
    block = library.blocks[BLOCK]
    before = stranger.get(f"/blocks/{BLOCK}").text
    said = replace(block.measurements[0], says=Text({"en": "Said since this morning."}))
    blocks = {**library.blocks, BLOCK: replace(block, measurements=(said,))}

    serve_office(app, replace(office, library=replace(library, blocks=blocks, digest="changed")))
    after = stranger.get(f"/blocks/{BLOCK}").text

    assert "Said since this morning." not in before
    assert "Said since this morning." in after


def test_the_number_of_values_is_bounded_and_the_unused_one_is_dropped() -> None:
    kept = LatelyUsed[str](2)
    kept.keep("a", "A")
    kept.keep("b", "B")

    assert kept.get("a") == "A"
    kept.keep("c", "C")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")


def test_values_whose_keys_have_one_hash_are_not_mistaken_for_each_other() -> None:
    kept = LatelyUsed[str](2)
    one, other = -1, -2
    assert hash(one) == hash(other)
    kept.keep(one, "one")

    assert kept.get(other) is None
    kept.keep(other, "other")
    assert (kept.get(one), kept.get(other)) == (None, "other")
    assert len(kept) == 1


def test_a_message_of_a_template_escapes_its_values(app: Flask) -> None:
    with app.test_request_context("/"):
        template = app.jinja_env.from_string(
            "{% macro said(who, number) %}"
            "{% trans %}To <b>{{ who }}</b>, 100%{% endtrans %}"
            "{% trans number=number %}{{ number }} of <i>{{ who }}</i>"
            "{% pluralize %}{{ number }} of all <i>{{ who }}</i>{% endtrans %}"
            "{% endmacro %}{{ said('<x>', 1) }}{{ said('<y>'|safe, 2) }}"
        )

        assert template.render() == (
            "To <b>&lt;x&gt;</b>, 100%1 of <i>&lt;x&gt;</i>To <b><y></b>, 100%2 of all <i><y></i>"
        )


def test_a_tag_is_kept_for_each_catalogue_of_a_language(office: Office) -> None:
    """Two offices in one process may have other words for one language, as an older and a newer
    catalogue have."""
    bare = a_new_app(replace(office, locale=Locale))
    whole = a_new_app(replace(office, locale=locale))

    def tag(app: Flask) -> str:
        with app.test_request_context("/ur/requests"):
            return str(_public_phase_tag(Phase.REFUSED.value))

    assert "Refused" in tag(bare)
    assert "انکار کیا گیا" in tag(whole)
