"""Words that were read as a quotation: marked so, and no date that rests on them is certain."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.small_library import spoiled, write
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.law.count_step import Caution
from tracker.domain.law.law import ReadIn
from tracker.domain.library import Library
from tracker.lawfiles.checks import examine_library

LAW, CALENDAR = "laws/xx-law-2020.toml", "calendars/xx-offices.toml"
GAZETTE = 'source = { where = "the gazette", read_in = "official-text" }'


def complaints(folder: Path, file: str, old: str, new: str) -> list[str]:
    """The complaints about one file of a small library with one passage changed."""
    found = examine_library(write(folder, spoiled(file, old, new))).complaints
    return [str(complaint) for complaint in found if complaint.file == file]


def test_every_provision_that_was_read_as_a_quotation_is_marked_so(library: Library) -> None:
    """As counted by hand in the notes of each file.

    Albania has seven articles of its Law, one of its Law 49/2012 and two of its Code of Civil
    Procedure; Brazil two provisions of article 7, three of article 10, five of article 11, two of
    article 15 and articles 8, 12, 14, 16, 21 to 24, 28 and 32; Kenya Cap. 2, three of its first
    sections, 4(4) and 5(1)(c), section 14(1), (3) and (4), five provisions of section 9, sections
    18, 20 and 21, and these two with 22, fifteen provisions of sections 6 and 7, and three of
    Articles 24 and 35; Pakistan Article 174, and of its provinces Punjab six provisions of
    sections 10 and 13 and Khyber Pakhtunkhwa section 5 and five of sections 14 and 18; Indonesia
    ten letters of article 17, articles 6, 36, 38 and 50, two provisions of article 49, and its
    definition of an applicant; the Philippines nine exceptions and the memorandum; India sections
    5(4), 7(9), 8(1)(j), 9, 19(7) and 22, a rule, and section 63(1) and (4) of its law of evidence;
    Colombia article 56 of its Law 1450; Chile three articles of its Law 19.880 and one of its Law
    18.168; Estonia sections 75 and 76 of its Administrative Procedure Act; Jordan article 1 of its
    Law 3 of 2024; South Africa sections 18, 70 and 32(h), which tells of 77(7), rule 2(3) of its
    courts and section 4 of its Interpretation Act; Sri Lanka the rule on appeals to its
    Commission; Tunisia articles 6 to 8.
    """
    quoted = Counter(
        law.key
        for law in library.laws.values()
        for provision in law.provisions.values()
        if provision.source.read_in is ReadIn.QUOTED
    )

    assert quoted == {
        "al-119-2014": 10,
        "br-lai-2011": 22,
        "cl-laip-2008": 4,
        "co-ltaip-2014": 1,
        "ee-avts-2000": 2,
        "id-kip-2008": 17,
        "in-rti-2005": 9,
        "jo-atia-2007": 1,
        "ke-atia-2016": 36,
        "lk-rti-2016": 1,
        "ng-foia-2011": 1,
        "ph-eo2-2016": 10,
        "pk-kp-rti-2013": 6,
        "pk-punjab-rti-2013": 6,
        "pk-raia-2017": 1,
        "tn-22-2016": 1,
        "ug-atia-2005": 1,
        "za-paia-2000": 5,
    }


def test_a_date_that_rests_on_a_quotation_is_provisional_for_that(library: Library) -> None:
    law = library.law("br-lai-2011")
    stage = law.first_stage()
    workdays = library.workdays(law, stage, None)

    deadline = count_deadline(law, stage, DaySpan.on(date(2024, 3, 4)), workdays)

    assert deadline.provisional
    assert Caution.RULE_UNVERIFIED in {warning.caution for warning in deadline.warnings}


@pytest.mark.parametrize(
    "where",
    ["the gazette, s. 1, as quoted in a letter", "the gazette, a quotation of the section"],
)
def test_a_source_that_says_it_was_quoted_is_no_copy(tmp_path: Path, where: str) -> None:
    copy = f'source = {{ where = "{where}", read_in = "official-copy" }}'
    quoted = copy.replace("official-copy", "quoted")

    assert complaints(tmp_path / "1", LAW, GAZETTE, copy) == [
        f"{LAW}, provision.s1.source.read_in: says that the words were read as a quotation: "
        "write “quoted”."
    ]
    assert complaints(tmp_path / "2", LAW, GAZETTE, quoted) == []


@pytest.mark.parametrize("place", ["weekend[1]", "day_off[1]"])
def test_no_day_of_a_calendar_rests_on_memory(tmp_path: Path, place: str) -> None:
    before = {"weekend[1]": "Weekend", "day_off[1]": "A closure"}[place]
    assurance = 'assurance = "gazetted"\n' if place == "day_off[1]" else ""
    old = f'name = {{ en = "{before}" }}\n{assurance}{GAZETTE}'

    assert complaints(tmp_path, CALENDAR, old, old.replace("official-text", "memory")) == [
        f"{CALENDAR}, {place}: rests on memory alone, which closes and opens no day: take it out, "
        "or name where it was read."
    ]


SHORT = """\
[short_periods]
at_most = 6
days_of_rest = ["sun"]
sources = ["s2"]

[provision.s1]"""


def test_a_rule_on_short_periods_is_read_somewhere_and_has_a_length(tmp_path: Path) -> None:
    remembered = SHORT.replace('"s2"', '"s9"')
    of_nothing = SHORT.replace("at_most = 6", "at_most = 0")

    assert complaints(tmp_path / "1", LAW, "[provision.s1]", SHORT) == []
    assert complaints(tmp_path / "2", LAW, "[provision.s1]", remembered) == [
        f"{LAW}, short_periods: rests on memory alone: leave the table out."
    ]
    assert complaints(tmp_path / "3", LAW, "[provision.s1]", of_nothing) == [
        f"{LAW}, short_periods.at_most: must be 1 or more, not 0."
    ]
