"""Laws, powers, calendars and petitions as files: templates, checks, and what is held back."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.offices import AYESHA, a_request
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.text import SOURCE
from tracker.services.core.current_library import require_verified, with_current_library
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import lacks, save, settle, start
from tracker.services.office_data.entry_files import TEMPLATES, TO_FILL, add_file, template_of
from tracker.services.office_data.own_entries import known_entry, save_entry, verify_entry
from tracker.services.people.accounts import add_account
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName

WHY = "compared with two copies"
# What a lawyer types into each template, by the word before the place.
DAYS = {"since": "2016-01-01", "until": "2030-12-31", "on": "2026-11-29"}
TYPED = {
    "read_in": "official-copy",
    "zone": "Asia/Tehran",
    "weekdays": "fri",
    "calendar": "ir-offices",
}
KEYS = {
    "laws": "ir-invented-2016",
    "powers": "ir-invented-power",
    "calendars": "ir-offices",
    "petitions": "ir-petition",
}
BODY = """
schema = 1

[body.ir-invented-ministry]
name = { en = "Invented Ministry" }
in_sentence = { en = "the Invented Ministry" }
short_name = "Invented Ministry"
role = "ministry"
country = "ir"
laws = ["ir-invented-2016"]
calendar = "ir-offices"
address_to = { en = "The Minister" }
address = []
source = { where = "example.org", read_in = "secondary" }
"""
BLOCK = """
schema = 1
title = { en = "Zebragram in Iran" }
in_sentence = { en = "the block of Zebragram in Iran" }
service = { en = "Zebragram" }
kind = "block"
country = "ir"
where = { en = "Iran" }
places = ["IR"]
since = 2024-02-01
bodies = ["ir-invented-ministry"]
source = { where = "example.org, 2 February 2024", read_in = "secondary" }
key = "ir-zebragram-2024"
"""


def filled(folder: str) -> str:
    """The template of a folder as a lawyer fills it in."""
    lines = []
    for line in template_of(folder).splitlines():
        for word, day in DAYS.items():
            line = re.sub(rf'\b{word} = "{TO_FILL}"', f"{word} = {day}", line)
        for word, typed in TYPED.items():
            line = re.sub(rf'\b{word} = (\[?)"{TO_FILL}"', rf'{word} = \1"{typed}"', line)
        line = re.sub(rf'\bkey = "{TO_FILL}"', f'key = "{KEYS[folder]}"', line)
        line = line.replace(f'[power."{TO_FILL}"]', f"[power.{KEYS[folder]}]")
        line = line.replace(f'country = "{TO_FILL}"', 'country = "ir"')
        lines.append(line.replace(TO_FILL, "Invented words"))
    return "\n".join(lines) + "\n"


def added(office: Office, folder: str, by: str) -> Office:
    add_file(office, folder, filled(folder), WHY, by=by)
    return with_current_library(office)


def test_filled_template_of_each_kind_passes_checks(office: Office, lawyer: str) -> None:
    # The law needs its calendar, and the power needs a law of its country.
    for folder in ("calendars", "laws", "powers", "petitions"):
        office = added(office, folder, lawyer)
        assert KEYS[folder] in getattr(office.library, folder)
        assert (folder, KEYS[folder]) in office.library.unverified
    assert set(KEYS) == set(TEMPLATES)


@pytest.mark.parametrize("folder", sorted(TEMPLATES))
def test_template_itself_is_refused(office: Office, lawyer: str, folder: str) -> None:
    with pytest.raises(BadInput, match="Places left"):
        add_file(office, folder, template_of(folder), WHY, by=lawyer)


def test_bad_files_are_refused_in_one_sentence(office: Office, lawyer: str) -> None:
    with pytest.raises(NotOnFile, match="no template"):
        add_file(office, "blocks", "schema = 1", WHY, by=lawyer)
    with pytest.raises(BadInput, match="cannot be read as TOML"):
        add_file(office, "laws", "schema = = 1", WHY, by=lawyer)
    with pytest.raises(BadInput, match="has no key yet"):
        add_file(office, "powers", "schema = 1", WHY, by=lawyer)
    known = office.library_reader.shipped(EntryName("laws", "ke-atia-2016"))
    with pytest.raises(BadInput, match="already in the library"):
        add_file(office, "laws", known, WHY, by=lawyer)


def test_remembered_number_is_refused(office: Office, lawyer: str) -> None:
    office = added(office, "calendars", lawyer)
    limit = "\n".join(
        (
            "[[stage.reply.limit]]",
            "since = 2016-01-01",
            "length = 15",
            'unit = "day"',
            'first_day = "next"',
            'last_day = "stands"',
            'sources = ["who-may-ask"]',
            "",
        )
    )
    text = re.sub(r"\[\[stage\.reply\.gap\]\]\n.*\n.*\n", limit, filled("laws"))
    text = text.replace('read_in = "official-copy"', 'read_in = "memory"')
    with pytest.raises(BadInput, match="memory"):
        add_file(office, "laws", text, WHY, by=lawyer)


@pytest.fixture
def iranian(office: Office, lawyer: str) -> Office:
    """An office with a law, a body and a block of its own, none of them verified."""
    for folder in ("calendars", "laws"):
        office = added(office, folder, lawyer)
    for name, text in (
        (EntryName("bodies", "ir-invented-ministry"), BODY),
        (EntryName("blocks", "ir-zebragram-2024"), BLOCK),
    ):
        save_entry(office, name, text, WHY, by=lawyer)
        office = with_current_library(office)
    return office


def test_letter_under_unverified_law_is_draft_that_says_so(iranian: Office, lawyer: str) -> None:
    draft = start(iranian, "ir-zebragram-2024", "ir-invented-ministry", by=lawyer)
    draft = replace(draft, eligibility="applicant")
    letter = preview_draft(iranian, draft, AYESHA)
    assert "nobody has compared the words of this law" in letter.banner
    assert [each.field for each in lacks(iranian, draft, AYESHA)] == ["law"]
    draft = save(iranian, draft, AYESHA, by=lawyer)
    with pytest.raises(BadInput, match="This law is not verified"):
        settle(iranian, draft.reference, draft.version, on=date(2024, 2, 20), by=lawyer)
    with pytest.raises(NotAllowed, match="This law is not verified"):
        require_verified(iranian, "pk-x-2024", "pk-pta", law="ir-invented-2016")


def test_verified_law_can_be_used(iranian: Office, lawyer: str) -> None:
    other = add_account(iranian, "other@example.org", "Other", RoleName.LAWYER).id
    office = iranian
    for folder in ("calendars", "laws"):
        name = EntryName(folder, KEYS[folder])
        verify_entry(office, name, known_entry(office, name).newest.number, by=other)
        office = with_current_library(office)
    reference = a_request(
        office,
        block="ir-zebragram-2024",
        body="ir-invented-ministry",
        eligibility="applicant",
    )
    assert reference in set(office.cases.references())
    assert office.library.law("ir-invented-2016").title.in_language(SOURCE)
