"""The office's own entries over the shipped library."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.lawfiles.small_library import FILES, write
from tracker.domain.law.count_step import Reason
from tracker.domain.library import Library
from tracker.lawfiles.faults import LibraryFaults
from tracker.lawfiles.own.layers import FileReader
from tracker.services.ports.own_library import EntryName, OwnEntry
from tracker.settings import templates_folder
from tracker.translations import spoken_languages

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PTA = EntryName("bodies", "pk-pta")
BLOCK = EntryName("blocks", "pk-signal-2026")
TEXT = """
schema = 1
key = "KEY"
title = { en = "Signal in Pakistan" }
in_sentence = { en = "the block of Signal in Pakistan" }
service = { en = "Signal" }
kind = "block"
country = "pk"
where = { en = "Pakistan" }
places = ["PK"]
since = 2026-11-28
bodies = ["pk-pta"]
source = { where = "example.org, 28 November 2026", read_in = "secondary" }
"""


@pytest.fixture(scope="module")
def reader() -> FileReader:
    return FileReader(spoken=spoken_languages(templates_folder() / "letters"))


def entry(name: EntryName, text: str, *, verified: bool = False) -> OwnEntry:
    made = OwnEntry(name, text.replace("KEY", name.key), "", "", "read today", "lawyer", AT)
    return replace(made, verified_by="other", verified_at=AT) if verified else made


def test_without_entries_the_library_is_the_shipped_one(reader: FileReader) -> None:
    layered = reader.layered([])

    assert layered.unused == ()
    assert layered.library.public is layered.library
    assert layered.library.unverified == frozenset()


def test_a_new_entry_is_known_at_once_and_in_public_once_verified(reader: FileReader) -> None:
    shipped = reader.layered([]).library

    before = reader.layered([entry(BLOCK, TEXT)]).library
    after = reader.layered([entry(BLOCK, TEXT, verified=True)]).library

    assert str(before.blocks[BLOCK.key].title) == "Signal in Pakistan"
    assert before.unverified == {BLOCK}
    assert BLOCK.key not in before.public.blocks
    assert before.public.edition == before.digest != before.public.digest == shipped.digest
    assert BLOCK.key in after.public.blocks
    assert after.digest == before.digest


def test_a_correction_is_used_once_it_is_verified(reader: FileReader) -> None:
    corrected = reader.shipped(PTA).replace('short_name = "PTA"', 'short_name = "P.T.A."')

    before = reader.layered([entry(PTA, corrected)]).library
    after = reader.layered([entry(PTA, corrected, verified=True)]).library

    assert before.bodies["pk-pta"].short_name == "PTA"
    assert before.unverified == frozenset()
    assert after.bodies["pk-pta"].short_name == "P.T.A."
    assert after.blocks["pk-x-2024"].bodies[0] == "pk-pta"


def test_the_newest_verified_version_is_used(reader: FileReader) -> None:
    older = entry(BLOCK, TEXT, verified=True)
    newer = entry(BLOCK, TEXT.replace("Signal in Pakistan", "Signal in all Pakistan"))

    found = reader.layered([older, newer]).library

    assert str(found.blocks[BLOCK.key].title) == "Signal in Pakistan"
    assert found.public is found


def test_an_entry_that_does_not_fit_is_left_out_and_named(reader: FileReader) -> None:
    wrong = entry(BLOCK, TEXT.replace('"pk-pta"', '"pk-ptx"'), verified=True)
    fits = entry(EntryName("blocks", "pk-viber-2026"), TEXT)

    layered = reader.layered([wrong, fits])

    assert "pk-viber-2026" in layered.library.blocks
    assert BLOCK.key not in layered.library.public.blocks
    assert layered.library.stand_ins == {BLOCK}
    assert layered.library.unverified == {EntryName("blocks", "pk-viber-2026")}
    assert [each.name for each in layered.unused] == [BLOCK]
    assert "there is no public body “pk-ptx”" in layered.unused[0].why


def test_entries_that_name_one_left_out_are_left_out_too(reader: FileReader) -> None:
    body = EntryName("bodies", "pk-agency")
    broken = entry(body, reader.shipped(PTA).replace("body.pk-pta", "body.pk-agency") + "x = 1\n")
    block = entry(BLOCK, TEXT.replace('"pk-pta"', '"pk-agency"'))

    layered = reader.layered([broken, block])

    assert {each.name for each in layered.unused} == {body, BLOCK}
    assert layered.library.public.digest == reader.layered([]).library.digest


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "“schema” is missing"),
        ("schema = 1\ntitle = 3", "title"),
        (TEXT.replace("source = {", "sauce = {"), "sauce"),
        ("\x00", "cannot be read as TOML"),
        (TEXT.replace("2026-11-28\nb", "2026-13-28\nb"), "cannot be read as TOML"),
    ],
)
def test_each_fault_of_a_new_entry_is_named(reader: FileReader, text: str, fault: str) -> None:
    faults = reader.faults([], entry(BLOCK, text))

    assert any(fault in each for each in faults)


def test_an_entry_without_a_fault_has_none(reader: FileReader) -> None:
    assert reader.faults([], entry(BLOCK, TEXT)) == []


def test_a_calendar_that_moves_an_example_is_named(reader: FileReader) -> None:
    name = EntryName("calendars", "pk-federal-islamabad")
    text = (Path("tracker/library/calendars") / f"{name.key}.toml").read_text("utf-8")
    assert reader.faults([], entry(name, text)) == []

    worse = text.replace('weekdays = ["sat", "sun"]', 'weekdays = ["sun"]')

    assert worse != text
    assert reader.faults([], entry(name, worse)) != []


def test_a_shipped_entry_is_written_as_a_file_that_reads_back(reader: FileReader) -> None:
    library = reader.layered([]).library
    for name in (PTA, EntryName("blocks", "pk-x-2024"), EntryName("organisations", "access-now")):
        shelf = getattr(library, name.folder)
        if name.key not in shelf:
            name = EntryName(name.folder, next(iter(shelf)))
        copied = reader.layered([entry(name, reader.shipped(name), verified=True)])
        assert copied.unused == ()
        assert getattr(copied.library, name.folder)[name.key] == shelf[name.key]
    assert reader.shipped(EntryName("blocks", "no-such")) == ""


def test_a_shipped_library_with_a_fault_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, {**FILES, "laws/xx-broken.toml": "schema = 1"})

    with pytest.raises(LibraryFaults):
        FileReader(folder).layered([])


def test_an_entry_cannot_change_another_one_under_its_own_name(reader: FileReader) -> None:
    shipped = reader.shipped(PTA)
    agency = EntryName("bodies", "pk-agency")
    beside = shipped + shipped.split("\n", 1)[1].replace("body.pk-pta", "body.pk-agency")

    for text in (shipped, beside, "schema = 1\n"):
        assert reader.faults([], entry(agency, text)), text
        layered = reader.layered([entry(agency, text)])
        assert [each.name for each in layered.unused] == [agency]
        assert layered.library.bodies["pk-pta"] == reader.layered([]).library.bodies["pk-pta"]


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "{b = " * 5000])
def test_brackets_within_each_other_are_a_fault(reader: FileReader, text: str) -> None:
    (found,) = reader.faults([], entry(BLOCK, text))

    assert found == "cannot be read as TOML: too many brackets stand within each other."


def test_an_entry_that_is_not_used_stops_no_change_of_another(reader: FileReader) -> None:
    wrong = entry(BLOCK, TEXT.replace('"pk-pta"', '"pk-ptx"'), verified=True)
    also = entry(EntryName("blocks", "pk-zoom-2026"), TEXT.replace('"pk-pta"', '"pk-pty"'))

    assert reader.faults([wrong, also], entry(EntryName("blocks", "pk-viber-2026"), TEXT)) == []
    assert reader.faults([wrong, also], entry(BLOCK, TEXT)) == []
    assert reader.faults([wrong, also], wrong) != []


def test_a_shipped_file_with_a_fault_costs_only_the_correction_that_caused_it(
    tmp_path: Path,
) -> None:
    """Such as the question of a newer program, about a provision that the correction left out."""
    law, question = "laws/xx-law-2020.toml", "questions/xx.toml"
    newer = FILES[question].replace('["s1"]', '["s2"]')
    reader = FileReader(write(tmp_path, {**FILES, question: newer}))
    provision = FILES[law][FILES[law].index("[provision.s2]") : FILES[law].index("[provision.s9]")]
    corrected = entry(EntryName("laws", "xx-law-2020"), FILES[law].replace(provision, ""))
    other = FILES["bodies/xx.toml"].replace("body.xx-office", "body.xx-other")
    fits = entry(EntryName("bodies", "xx-other"), other)

    layered = reader.layered([fits, replace(corrected, verified_by="other")])

    assert "xx-other" in layered.library.bodies
    ((name, why),) = layered.unused
    assert name == corrected.name
    assert "there is no provision “s2”" in why


def test_an_unverified_correction_is_not_used_if_the_program_no_longer_has_the_entry(
    reader: FileReader,
) -> None:
    layered = reader.layered([replace(entry(BLOCK, TEXT), replaces="0" * 64)])

    assert BLOCK.key not in layered.library.blocks
    assert layered.library.unverified == frozenset()


DAYS = EntryName("announced", "pk-closed-2026-12-01")
CLOSURE = """
schema = 1
key = "KEY"
calendar = "pk-federal-islamabad"
name = { en = "Day of mourning" }
days = [2026-12-01]
office_is = "closed"
announced_by = { en = "Cabinet Division" }
source = { where = "https://cabinet.example.gov.pk/1", read_in = "official-copy" }
"""


def _skip(library: Library) -> tuple[Reason, str] | None:
    step = library.calendars["pk-federal-islamabad"].for_body(None).skip(date(2026, 12, 1))
    return (step.reason, str(step.names[0])) if step else None


def test_an_announced_day_is_uncertain_and_then_certain(reader: FileReader) -> None:
    before = reader.layered([entry(DAYS, CLOSURE)]).library
    after = reader.layered([entry(DAYS, CLOSURE, verified=True)]).library

    reason = "Announced, and not verified by a second person"
    assert _skip(before) == (Reason.UNCERTAIN, reason)
    assert _skip(before.public) is None
    assert before.counts_unverified_days
    assert _skip(after) == _skip(after.public) == (Reason.CLOSED, "Day of mourning")
    assert not after.counts_unverified_days
    assert len({before.digest, after.digest, before.public.digest}) == 3


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("[2026-12-01]", "[]", "days: must name at least one day."),
        ("[2026-12-01]", "[2026-12-01, 2026-12-01]", "days: 2026-12-01 stands here twice."),
        ("[2026-12-01]", "[2199-12-01]", "days: 2199-12-01 lies outside the days"),
        ("official-copy", "memory", "source: rests on memory alone"),
        ("pk-federal-islamabad", "pk-federal", "calendar: there is no calendar “pk-federal”"),
        ('"closed"', '"half"', "office_is"),
        (
            "schema = 1",
            'schema = 1\nbinds = ["pk-ptx"]',
            "binds: there is no public body “pk-ptx”",
        ),
    ],
)
def test_faults_of_announced_days_are_named(
    reader: FileReader, was: str, now: str, fault: str
) -> None:
    assert was in CLOSURE

    faults = reader.faults([], entry(DAYS, CLOSURE.replace(was, now, 1)))

    assert any(fault in each for each in faults), faults


def test_a_day_of_work_that_names_bodies_is_a_fault(reader: FileReader) -> None:
    text = CLOSURE.replace('"closed"', '"open"').replace(
        "schema = 1", 'schema = 1\nbinds = ["pk-pta"]'
    )

    assert reader.faults([], entry(DAYS, text)) == [
        "binds: names bodies that are closed: leave it out for other days."
    ]


def test_a_version_without_text_changes_nothing(reader: FileReader) -> None:
    kept = entry(BLOCK, TEXT, verified=True)

    layered = reader.layered([kept, entry(BLOCK, "")])

    assert BLOCK.key in layered.library.public.blocks
    assert layered.unused == ()


def test_a_block_that_is_not_accepted_has_a_stand_in_with_its_readable_parts(
    reader: FileReader,
) -> None:
    """A newer program does not accept the word `sort`. The stand-in names no orderer."""
    order = """
[[orders]]
by = { en = "A minister" }
says = { en = "It ordered." }
source = { where = "example.org", read_in = "secondary" }
"""
    text = TEXT.replace("kind =", "sort =") + order

    for verified in (False, True):
        layered = reader.layered([entry(BLOCK, text, verified=verified)])
        library = layered.library

        assert [each.name for each in layered.unused] == [BLOCK]
        assert library.stand_ins == {BLOCK}
        block = library.blocks[BLOCK.key]
        assert str(block.title) == "Signal in Pakistan"
        assert (block.since, block.bodies, block.orders) == (date(2026, 11, 28), ("pk-pta",), ())
        assert BLOCK.key not in library.public.blocks
        assert library.public.edition == library.digest != reader.layered([]).library.digest


def test_an_unreadable_body_still_has_its_country_and_calendar(
    reader: FileReader,
) -> None:
    agency = EntryName("bodies", "pk-agency")
    block = entry(BLOCK, TEXT.replace('"pk-pta"', '"pk-agency"'))

    library = reader.layered([entry(agency, "nonsense"), block]).library

    body = library.bodies["pk-agency"]
    assert (body.country, str(body.name)) == ("pk", "pk-agency")
    assert body.calendar in library.calendars
    assert library.blocks[BLOCK.key].bodies == ("pk-agency",)


def test_a_body_with_an_unknown_calendar_keeps_its_name_address_and_laws(
    reader: FileReader,
) -> None:
    agency = EntryName("bodies", "pk-agency")
    text = reader.shipped(PTA).replace("body.pk-pta", "body.pk-agency")
    gone = text.replace('calendar = "', 'calendar = "gone-') + 'nonsense = "x"\n'

    body = reader.layered([entry(agency, gone)]).library.bodies["pk-agency"]

    shipped = reader.layered([]).library.bodies["pk-pta"]
    assert (body.name, body.address, body.laws) == (shipped.name, shipped.address, shipped.laws)
    assert not body.calendar.startswith("gone")


def test_an_entry_of_an_unknown_country_has_no_stand_in(reader: FileReader) -> None:
    name = EntryName("blocks", "zz-signal-2026")

    library = reader.layered([entry(name, "nonsense")]).library

    assert name.key not in library.blocks
    assert library.stand_ins == frozenset()
