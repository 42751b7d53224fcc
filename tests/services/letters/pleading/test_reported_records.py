"""Which reported facts a letter tells, and what it says of the words of a reply."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office, the_library
from tests.services.letters.scenes import one_line
from tests.services.letters.scenes_to_score import (
    DECIDED,
    Scene,
    outcome,
    paper,
    said,
    silent,
    written,
)
from tracker.domain.law.outcome import Outcome
from tracker.services.letters.request_words import catalogue_items, definitions, restriction_days
from tracker.translations import locale

LACKING = "The words quoted name "
WITHHELD = "The records are withheld."


def letters_of(scene: Scene, folder: Path) -> tuple[list[str], str]:
    """The keys of the rows of the appeal, and its words in one line."""
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene)
        assert writer.pleading
        return [row.key for row in writer.pleading.rows()], one_line(writer)


def answered(what: Outcome, *clauses: str, words: str, block: str, body: str) -> Scene:
    details = paper("77", date(2026, 8, 17), "Director", words)
    kind = "not-held" if what is Outcome.NOT_HELD else "refused"
    return Scene(body, said(kind, DECIDED, outcome(what, *clauses), details=details), block)


def test_a_record_that_the_request_names_is_told_and_pleaded_for_its_item(tmp_path: Path) -> None:
    scene = answered(
        Outcome.REFUSED, "s7-e", words=WITHHELD, block="pk-vpn-2024", body="pk-interior"
    )
    keys, words = letters_of(scene, tmp_path)
    # That the service was blocked on 10 November 2024 helps no ground, so it is not told.
    assert [key for key in keys if key.startswith("fact-")] == ["fact-interior-letter"]
    assert "(in the request: “the Interior Letter”) (Annex" in words
    assert "The Interior Letter is asked for among the records in item (2), and a report" in words
    assert "Report: Daily Times, 16 November 2024" in words


def test_a_record_of_another_body_is_told_and_is_no_record_of_the_body_asked(
    tmp_path: Path,
) -> None:
    scene = answered(
        Outcome.REFUSED, "s7-e", words=WITHHELD, block="pk-balochistan-2025-08", body="pk-pta"
    )
    keys, words = letters_of(scene, tmp_path)
    # The notification is that of the Home Department: item (1) asks for the orders of the Body.
    assert "a report speaks of it" not in words
    assert [key for key in keys if key.startswith("fact-")] == ["fact-notification"]


def test_that_the_block_took_place_is_told_where_no_ground_uses_a_fact(tmp_path: Path) -> None:
    keys, words = letters_of(Scene("pk-pta", silent, "pk-signal"), tmp_path)
    assert [key for key in keys if key.startswith("fact-")] == ["fact-blocked"]
    assert "As reported, measurements showed that Signal was blocked in Pakistan" in words
    # 17 July 2024 is the first day that was measured, and nobody reported it on that day.
    assert "Signal in Pakistan, first day known: 17 July 2024" in words
    assert "first reported" not in words


def test_silence_is_met_with_a_reported_record(tmp_path: Path) -> None:
    _, words = letters_of(Scene("pk-interior", silent, "pk-protest-2024-11"), tmp_path)
    assert (
        "The Interior Directive is asked for among the records in item (2), and a report" in words
    )


def test_the_source_of_a_reported_fact_has_an_address_and_no_remark() -> None:
    for block in the_library().blocks.values():
        for fact in block.reported:
            where = fact.source.where
            assert "http" in where, (block.key, fact.key)
            for remark in ("(has ", "(quotes ", "(carries ", "(text of", "(from ", ".com)"):
                assert remark not in where, (block.key, fact.key, where)


def test_a_block_of_single_days_has_its_days_and_no_span() -> None:
    block, english = the_library().block("pk-telethons-2023-24"), locale("en")
    told = restriction_days(block, english, date(2026, 10, 26))
    assert told == "on 17 December 2023, 7 January 2024 and 20 January 2024"
    assert restriction_days(block, english, date(2024, 1, 10)) == (
        "on 17 December 2023 and 7 January 2024"
    )
    once = the_library().block("pk-vpn-2024")
    assert restriction_days(once, english, date(2026, 9, 21)) == "reported for 10 November 2024"


def test_a_first_day_that_no_source_gives_is_not_told() -> None:
    library, english = the_library(), locale("en")
    sites, signal = library.block("pk-pti-sites-2024"), library.block("pk-signal")
    assert restriction_days(sites, english, date(2026, 10, 26)) == "first day not known"
    day, used = date(2026, 10, 26), ["the Body", "the Service", "the Restriction"]
    told = [
        " ".join(definitions(block, library.body("pk-pta"), english, day, used, reported=True))
        for block in (sites, signal)
    ]
    assert "(first day not known)" in told[0]
    assert "as reported" not in told[0]
    # OONI measured Signal from 17 July 2024.
    assert "(first day known: 17 July 2024, as reported by OONI and Digital" in told[1]


def test_a_block_that_ended_on_its_first_day_has_that_day() -> None:
    block, english = the_library().block("pk-vpn-2024"), locale("en")
    ended = replace(block, until=block.since)
    assert restriction_days(ended, english, date(2026, 9, 21)) == "10 November 2024"


def test_a_record_reported_before_the_period_of_the_request_is_of_another_measure() -> None:
    block = the_library().block("pk-vpn-2024")
    # Thirty days before 10 November 2024.
    assert replace(block, orders=()).period_begins == date(2024, 10, 11)


@pytest.mark.parametrize(
    ("clause", "logged", "lacking"),
    [
        # A force, an installation or an interest has more names than a list.
        ("s7-e", "It is defence record under section 7(e).", ""),
        ("s16-1-e", "Prejudicial to security, section 16(1)(e).", "no “serious prejudice”."),
        ("s16-1-e", "It would seriously prejudice security, section 16(1)(e).", ""),
        ("s16-1-e", "یہ دفعہ 16(1)(e) کے تحت ہے۔", ""),
        ("s16-1-e", "The record section 16(1)(e) ke tehat nahi di ja sakti.", ""),
        (
            "s7-f",
            "It is a classified record of 3/4/24 under section 7(f).",
            "no “Minister-in-charge”.",
        ),
        # The words of a court cannot be listed: nothing is said of them.
        ("s16-1-i", "Petitions are before the Court, section 16(1)(i).", ""),
        ("s16-1-i", "W.P. No. 4 of 2024 is before the Lahore High Court, section 16(1)(i).", ""),
    ],
)
def test_words_of_the_clause_that_the_reply_lacks_are_said_as_words(
    clause: str, logged: str, lacking: str, tmp_path: Path
) -> None:
    scene = answered(
        Outcome.REFUSED, clause, words=logged, block="pk-vpn-2024", body="pk-interior"
    )
    _, words = letters_of(scene, tmp_path)
    assert words.count(LACKING) == (1 if lacking else 0)
    assert not lacking or LACKING + lacking in words


def test_of_a_reply_that_offices_were_consulted_a_search_is_asked_for(tmp_path: Path) -> None:
    said_so = "Two wings have been consulted. None of them has any record."
    scene = answered(Outcome.NOT_HELD, words=said_so, block="pk-vpn-2024", body="pk-interior")
    _, words = letters_of(scene, tmp_path)
    assert "offices were consulted or asked: that is not to say that one of them searched" in words
    assert LACKING not in words


@pytest.mark.parametrize("block", ["pk-twin-cities-2025-10", "pk-vpn-2024"])
def test_an_item_leaves_to_another_what_both_would_ask_for(block: str, tmp_path: Path) -> None:
    keys = ("blocking-order", "communications", "directions-to-operators", "notice-and-hearing")
    with an_office(tmp_path) as (office, _):
        asked = catalogue_items(office, block, "pk-interior", keys, "en", date(2026, 9, 14))
        alone = catalogue_items(office, block, "pk-interior", keys[:1], "en", date(2026, 9, 14))
    orders, _, _, provider = (each.words for each in asked)
    # A letter of the Ministry to the regulator is known in both, and may be an order too.
    assert "This excludes item (2)." in orders
    # The provider of mobile internet is an operator, that of a VPN is not.
    assert ("This excludes item (3)." in provider) == (block == "pk-twin-cities-2025-10")
    assert "This excludes" not in alone[0].words


def test_correspondence_refused_for_another_reason_has_the_order_on_it(tmp_path: Path) -> None:
    words = "Petitions are before the Court, section 16(1)(i)."
    scene = answered(
        Outcome.REFUSED, "s16-1-i", words=words, block="pk-telethons-2023-24", body="pk-pta"
    )
    _, said_in = letters_of(scene, tmp_path)
    assert "The correspondence with the provider on a ban on TikTok is to be given" in said_in
    assert "The words quoted give no number of a head." in said_in


@pytest.mark.parametrize(
    ("logged", "unnumbered"),
    [
        ("It is sub judice, items 1 and 2, under section 16(1)(i).", True),
        ("It is exempt under section 16(1)(i)v.", False),
        ("It is exempt under section 16(1)(i)-5.", False),
        ("It is exempt under the fifth part of section 16(1)(i).", False),
    ],
)
def test_a_head_with_any_number_is_not_said_to_have_none(
    logged: str, unnumbered: bool, tmp_path: Path
) -> None:
    scene = answered(
        Outcome.REFUSED, "s16-1-i", words=logged, block="pk-vpn-2024", body="pk-interior"
    )
    _, words = letters_of(scene, tmp_path)
    assert ("The words quoted give no number of a head." in words) is unnumbered
