"""Forms that correct a shipped block or public body save only the changed fields."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.offices import Clock, the_library
from tests.web.browser import Browser, Page
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import ReadIn
from tracker.services.core.office import Office
from tracker.services.office_data.corrections import EntryToChange, changed_block, changed_body
from tracker.services.ports.own_library import EntryName
from tracker.web.base.site_config import serve_office
from tracker.web.desk.office_data.correcting import _form
from tracker.web.desk.office_data.entry_forms import BlockForm, BodyForm

PTA = "/desk/library/bodies/pk-pta/form"
X = "/desk/library/blocks/pk-x-2024/form"


def _read(office: Office, folder: str, key: str) -> Any:
    (stored,) = [e for e in office.own_library.in_force() if e.name == EntryName(folder, key)]
    return office.library_reader.entry(office.own_library.in_force(), stored)


def _sent(lawyer: Browser, address: str, **changed: object) -> Page:
    return lawyer.submit(address, {"why": "Its own page.", "read_in": "secondary", **changed})


def test_the_form_is_filled_with_the_shipped_body(lawyer: Browser, office: Office) -> None:
    body = office.library.bodies["pk-pta"]

    page = lawyer.get(PTA)

    assert page.value("name") == str(body.name)
    assert page.value("name_there") == body.name.words["ur"]
    assert page.tree.xpath("//textarea[@name='address']")[0].text.split("\n") == [
        "",
        *body.address,
    ]
    chosen = page.tree.xpath("//input[@name='laws' and @checked]/@value")
    assert set(chosen) == set(body.laws)


def test_only_what_was_typed_differently_is_saved(lawyer: Browser, office: Office) -> None:
    shipped = office.library.bodies["pk-pta"]

    page = _sent(lawyer, PTA, email="info@pta.example", head="Chairperson")

    assert "Correction" in page.words
    saved = _read(office, "bodies", "pk-pta")
    assert (saved.email, str(saved.head)) == ("info@pta.example", "Chairperson")
    same = replace(saved, email=shipped.email, head=shipped.head, source=shipped.source)
    assert same == shipped


def test_a_body_that_was_not_changed_is_refused(lawyer: Browser, office: Office) -> None:
    read_in = office.library.bodies["pk-pta"].source.read_in.value

    page = _sent(lawyer, PTA, read_in=read_in)

    assert page.status == 422
    assert "This is the entry as it came with the program." in page.words


def test_a_block_keeps_its_history_when_its_last_day_is_corrected(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2026, 3, 2))
    shipped = office.library.blocks["pk-x-2024"]
    assert shipped.happenings
    assert shipped.until

    _sent(lawyer, X, until="2025-05-08", read_in=shipped.source.read_in.value)

    saved = _read(office, "blocks", "pk-x-2024")
    assert saved.until == date(2025, 5, 8)
    assert replace(saved, until=shipped.until, until_about=shipped.until_about) == shipped


def test_a_form_that_was_open_while_a_colleague_saved_is_refused(lawyer: Browser) -> None:
    shown = lawyer.get(PTA)
    (form,) = shown.tree.xpath("//main//form[@method='post']")
    late = {**dict(form.form_values()), "email": "late@pta.example", "why": "x"}
    _sent(lawyer, PTA, email="first@pta.example")

    page = lawyer.post(PTA, late)

    assert "Someone has changed this entry since." in page.words
    assert "late@pta.example" in page.text


def test_a_fault_is_beside_its_field_and_nothing_is_lost(lawyer: Browser) -> None:
    page = _sent(lawyer, PTA, name="", email="new@pta.example")

    assert page.status == 422
    assert "Enter the name of the public body." in page.words
    assert page.value("email") == "new@pta.example"


@pytest.mark.parametrize("address", ["laws/pk-raia-2017", "bodies/no-such", "blocks/pk-pta"])
def test_an_entry_without_a_form_is_not_found(lawyer: Browser, address: str) -> None:
    assert lawyer.get(f"/desk/library/{address}/form").status == 404


def test_the_file_and_the_form_lead_to_each_other(lawyer: Browser) -> None:
    assert lawyer.get(PTA).tree.xpath("//a[@href='/desk/library/bodies/pk-pta/change']")
    assert lawyer.get("/desk/library/bodies/pk-pta/change").tree.xpath(f"//a[@href='{PTA}']")
    assert lawyer.get("/desk/library").tree.xpath(f"//a[@href='{PTA}']")


def _entries() -> Iterator[Block | PublicBody]:
    yield from the_library().blocks.values()
    yield from the_library().bodies.values()


def _changed(office: Office, entry: Block | PublicBody, form: BlockForm | BodyForm) -> object:
    """The entry as the form would save it. A form needs a source that was read, so an entry from
    memory gets one, which is replaced here by its own."""
    if isinstance(entry, Block):
        assert isinstance(form, BlockForm)
        return changed_block(office, entry, form.typed_block())
    assert isinstance(form, BodyForm)
    changed = changed_body(office, entry, form.typed_body())
    remembered = entry.source.read_in is ReadIn.MEMORY
    return replace(changed, source=entry.source) if remembered else changed


def test_a_form_that_is_sent_as_it_was_filled_changes_nothing(app: Flask, office: Office) -> None:
    office = replace(office, library=the_library())
    differing: dict[str, object] = {}
    serve_office(app, office)
    for entry in _entries():
        known = EntryToChange("the text", entry)
        with app.test_request_context("/desk/library"):
            form = _form(office, entry, known)
            fields = [each for each in form if each.name not in ("orders", "reasons")]
            for told in (*form.orders, *form.reasons) if isinstance(form, BlockForm) else ():
                fields += told.form
            filled = {each.name: each.data for each in fields if each.data not in (None, False)}
        filled |= {"why": "read", "read_in": filled.get("read_in", "secondary")}
        typed = {k: v.isoformat() if isinstance(v, date) else v for k, v in filled.items()}
        with app.test_request_context("/desk/library", method="POST", data=typed):
            form = _form(office, entry, known)
            form.validate()
            if form.errors:
                differing[entry.key] = form.errors
            elif _changed(office, entry, form) != entry:
                differing[entry.key] = "changed"
    assert differing == {}
