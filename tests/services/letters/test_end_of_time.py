"""The end of the time that a letter pleads: the latest on every count, or a blank to fill in."""

import re
from datetime import date, timedelta

import pytest

from tests.abroad import CAPACITIES, letters_of_remedies, library_abroad, sent_abroad
from tests.offices import Clock, a_request, received
from tracker.domain.base.errors import NotAllowed
from tracker.domain.library import Library
from tracker.domain.words.brackets import bracket_parts
from tracker.domain.words.pleading import Pleading, PleadingPart
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.editing import open_pleading
from tracker.services.letters.filling import places_to_fill, require_filled
from tracker.services.letters.letter_facts import Writer
from tracker.translations import locale

ENDED = re.compile(r"(?<!time for filing )ended (?:on|by) (\d{1,2} \w+ \d{4})")
STATED_IN = (PleadingPart.SUMMARY, PleadingPart.PARTIES, PleadingPart.TIME, PleadingPart.GROUNDS)
# The first body of each law under which a request to it can be made in these tests.
BODIES = {
    law: key
    for key, body in sorted(library_abroad().bodies.items(), reverse=True)
    for law in body.laws[:1]
    if key[:2] in CAPACITIES or body.key.startswith("pk-")
}
# The remedy of this law after no response was not read, so it has no letter.
UNREAD = {"mx-lgtaip-2025"}
# Days after the request at which a letter is written: before, around and after most ends.
AFTER = (12, 18, 21, 26, 29, 31, 34, 45, 60, 75)


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def asked(office: Office, body: str, sent: date) -> str:
    """A request to a body, sent and received on a day."""
    if body.startswith("pk-"):
        reference = a_request(office, body=body, on=sent)
    else:
        reference = sent_abroad(office, body, sent)
    received(office, reference, sent)
    return reference


def letters_of_silence(office: Office, reference: str, today: date) -> list[Writer]:
    """The letter of each remedy that a silence may have opened by a day."""
    sweep(office, today)
    return letters_of_remedies(office, reference, today)


def stated(pleading: Pleading) -> str:
    """What a pleading states outside its blanks to fill in."""
    rows = (row.words for part in STATED_IN for row in pleading.parts.get(part, ()))
    return "\n".join(
        "".join(part.words for part in bracket_parts(words) if not part.to_fill) for words in rows
    )


def of_day(words: str) -> date:
    day, month, year = words.split()
    names = (locale("en").short_day(date(2026, n, 1)).split()[1] for n in range(1, 13))
    return date(int(year), 1 + list(names).index(month), int(day))


@pytest.mark.samples("pk-raia", "tn-")
@pytest.mark.parametrize("days", [AFTER[::3], pytest.param(AFTER, marks=pytest.mark.slow)])
@pytest.mark.parametrize("law", sorted(BODIES.keys() - UNREAD))
def test_no_end_is_pleaded_before_the_latest_and_no_filing_in_time_after_the_earliest(
    office: Office, law: str, clock: Clock, days: tuple[int, ...]
) -> None:
    for n, after in enumerate(days):
        sent = date(2026, 1, 5) + timedelta(days=(n * 37 + len(law) * 11) % 150)
        today = sent + timedelta(days=after)
        clock.set(today)
        for of in letters_of_silence(office, asked(office, BODIES[law], sent), today):
            assert of.plea
            assert of.pleading
            duty, window = of.plea.silent, of.plea.remedy.opened
            if duty is None:
                continue
            said = stated(of.pleading)
            # The end of an extended time may be named as well, once it has passed.
            limits = (duty.ordinary, duty.longest)
            ended = {each.latest for each in limits if each.missed_on(today)}
            for found in ENDED.findall(said):
                assert of_day(found) in ended, said
            if duty.ordinary.provisional:
                assert "any count" not in said.lower(), said
                assert not ended or re.search("[Bb]y the count in", said), said
            if re.search(r"within .{1,30} of (its end|the earliest end)", said):
                assert today <= window.closes.earliest, said  # type: ignore[union-attr]


def test_a_letter_before_the_latest_end_cannot_be_finalised_until_the_place_is_filled(
    office: Office, clock: Clock
) -> None:
    """Bangladesh: received on Wednesday 6 May 2026. offices were closed on 26 to 28 and 31 May for
    Eid-ul-Azha, and by one report on the 25th: twenty working days end on 9 June, or on 10."""
    clock.set(date(2026, 6, 10))
    reference = asked(office, "bd-btrc", date(2026, 5, 6))
    found = letters_of_silence(office, reference, date(2026, 6, 10))
    assert found
    for of in found:
        assert of.pleading
        assert of.plea
        place = "ends only on 10 June 2026: file after that day, or state here why it has ended.]"
        words = {row.key: row.words for row in of.pleading.rows()}
        assert place in words["summary"]
        assert any(place in row.words for row in of.pleading.parts[PleadingPart.TIME])
        assert "[True only after 10 June 2026.]" in words["parties:jurisdiction"]
        assert "9 June" not in stated(of.pleading)
        with office.cases.look(reference) as case:
            letter = open_pleading(office, case, of.plea.remedy.place)
        assert places_to_fill(letter)
        with pytest.raises(NotAllowed):
            require_filled(letter)


def test_the_day_after_the_latest_end_is_pleaded_without_a_place(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2026, 6, 11))
    reference = asked(office, "bd-btrc", date(2026, 5, 6))
    found = letters_of_silence(office, reference, date(2026, 6, 11))
    assert found
    for of in found:
        assert of.pleading
        assert "10 June 2026" in stated(of.pleading)
        assert "ends only on" not in "".join(row.words for row in of.pleading.rows())
