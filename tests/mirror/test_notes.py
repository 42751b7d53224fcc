"""A copy notes by which questions the inputs of a page were found, and asks them again."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.offices import BY
from tests.web.browser import a_site_config
from tests.web.record_scenes import a_refusal, a_silence, show
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.record.alerts import EVERYTHING
from tracker.domain.record.tally import Scope
from tracker.services.core.office import Office
from tracker.services.ports.sought import ANY, Sought
from tracker.services.public.data_files import renew
from tracker.services.public.data_package import LIBRARY_FILES, file_names
from tracker.services.public.page_inputs import NotedInputs, PageInputs
from tracker.services.publishing.publishing import withhold
from tracker.web import make_app
from tracker.web.record.pages.declared_inputs import blocks
from tracker.web.record.site.page_reader import PageReader


def noted(office: Office, made_with: str = "a program") -> NotedInputs:
    return NotedInputs(office, made_with)


def test_a_note_is_answered_alike_until_an_answer_differs(office: Office) -> None:
    first, second = a_silence(office), a_refusal(office)
    body = office.records.record(first).body
    inputs = noted(office)
    notes = dict[str, str]()
    for name in ("record", "all"):
        inputs.begin()
        if name == "record":
            inputs.record(first)
            inputs.led_to(first)
        else:
            inputs.changes(Scope.ALL)
            inputs.rows(ANY, 0, 10)
            inputs.newest(EVERYTHING, 5)
            inputs.require_followed(EVERYTHING)
            inputs.today_at(body)
            inputs.latest_today()
        notes[name] = inputs.asked()
    assert [question[0] for question in json.loads(notes["record"])] == ["record", "led_to"]

    again = noted(office)
    before = {name: inputs.marks_of(asked) for name, asked in notes.items()}
    assert {name: again.marks_of(asked) for name, asked in notes.items()} == before

    withhold(office, second, WithheldBecause.SAFETY, by=BY)
    after = noted(office)
    assert after.marks_of(notes["record"]) == before["record"]
    assert after.marks_of(notes["all"]) != before["all"]

    withhold(office, first, WithheldBecause.SAFETY, by=BY)
    assert noted(office).marks_of(notes["record"]) != before["record"]


def test_all_lists_share_the_texts_of_their_references(office: Office) -> None:
    a_silence(office)
    inputs = noted(office)
    in_all: Any = inputs.rows(ANY, 0, 1)
    in_country: Any = inputs.rows(Sought(country="pk"), 0, 1)

    # With 100,000 records, each list with texts of its own would take 8 MB in each process.
    assert in_all[0][0] is in_country[0][0]


def test_a_list_of_blocks_in_one_country_does_not_change_with_a_record_of_another(
    office: Office,
) -> None:
    reference = a_silence(office)
    there = office.library.block(office.records.record(reference).block)
    elsewhere = replace(there, key="in-invented", country="in")
    known = {**office.library.blocks, elsewhere.key: elsewhere}
    office = replace(office, library=replace(office.library, blocks=known))

    def made_of(country: str) -> object:
        return blocks(noted(office), country=country)

    before = {country: made_of(country) for country in ("", "pk", "in", "none")}
    withhold(office, reference, WithheldBecause.SAFETY, by=BY)

    changed = [country for country, of in before.items() if made_of(country) != of]
    assert changed == ["", "pk", "none"]  # the last address shows the whole list


@pytest.mark.parametrize("country", ["", "pk"])
def test_a_list_of_blocks_is_the_same_as_long_as_its_numbers_are(
    office: Office, country: str
) -> None:
    reference = a_silence(office)

    def made_of(inputs: PageInputs) -> object:
        return blocks(inputs, country=country)

    before, on_site = made_of(noted(office)), made_of(PageInputs(office))
    # A text adds no request and no answer.
    show(office, reference, [("Letter", "Ask the Zollernamt.")])
    assert made_of(noted(office)) == before
    # A site that is asked again and again does not count: it reads when a record last changed.
    assert made_of(PageInputs(office)) != on_site

    a_refusal(office)
    assert made_of(noted(office)) != before


def test_only_files_of_the_data_package_that_show_records_change_with_one(office: Office) -> None:
    def made_of() -> dict[str, str]:
        reader = PageReader(make_app(office, a_site_config()), "")
        return {each: reader.digest_of(f"/data/{each}", noted(office)) for each in file_names()}

    a_silence(office)
    renew(office, at_once=True)
    before = made_of()
    a_refusal(office)
    renew(office, at_once=True)

    after = made_of()
    assert {each for each in before if before[each] == after[each]} == LIBRARY_FILES


def test_with_another_program_no_page_is_the_same(office: Office) -> None:
    assert noted(office).marks_of("[]") == noted(office).marks_of("[]")
    assert noted(office).marks_of("[]") != noted(office, "another program").marks_of("[]")


@pytest.mark.parametrize(
    "spoilt", ["", "no note", '[["unknown"]]', '[["changes","nowhere"]]', '[["rows"]]', "[7]"]
)
def test_a_spoilt_note_has_no_answer(office: Office, spoilt: str) -> None:
    assert noted(office).marks_of(spoilt) == ""


def test_a_question_that_a_note_cannot_hold_is_refused(office: Office) -> None:
    inputs = noted(office)
    inputs.rows(Sought(year=2024), 0, 10)
    with pytest.raises(TypeError):
        inputs.asked()
