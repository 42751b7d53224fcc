"""The first day of a law: none is counted from an earlier one, and its source is on file."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.lawfiles.small_library import FILES, spoiled, write
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.law.commencement import FirstDayKnown
from tracker.domain.law.law import ReadIn
from tracker.domain.library import Library
from tracker.lawfiles.checks import examine_library

LAW = "laws/xx-law-2020.toml"
HEAD = 'in_force = { since = 2020-01-01 }\ncommencement = { known = "day", sources = ["s1"] }\n'
DAY, YEAR, AT_LATEST = FirstDayKnown.DAY, FirstDayKnown.YEAR, FirstDayKnown.AT_LATEST

# As read in the sources that each law's file names. Where no source gives more than the year, the
# last day of that year.
FIRST_DAYS = {
    # One year after its publication on 29 September 2016.
    "al-119-2014": (date(2014, 11, 1), DAY),
    "ar-laip-2016": (date(2017, 9, 29), DAY),
    "bd-rti-2009": (date(2009, 7, 1), DAY),
    "br-lai-2011": (date(2012, 5, 16), DAY),
    "de-ifg": (date(2006, 1, 1), DAY),
    # Six months after its promulgation on 6 March 2014.
    "cl-laip-2008": (date(2009, 4, 20), DAY),
    "co-ltaip-2014": (date(2014, 9, 6), DAY),
    # The amended text; the Act is of 1983.
    "ca-atia": (date(2019, 6, 21), AT_LATEST),
    # One year after its publication on 10 December 2013.
    "ee-avts-2000": (date(2001, 1, 1), DAY),
    "es-ltaibg-2013": (date(2014, 12, 10), DAY),
    "eu-1049-2001": (date(2001, 12, 3), DAY),
    "fr-crpa": (date(2016, 1, 1), DAY),
    # Section 75(1)(a) allows an order until the end of 2005.
    "gb-foisa-2002": (date(2005, 12, 31), AT_LATEST),
    "gb-foia-2000": (date(2005, 1, 1), DAY),
    "id-kip-2008": (date(2010, 5, 1), AT_LATEST),
    "ie-foi-2014": (date(2014, 10, 14), DAY),
    "in-rti-2005": (date(2005, 10, 12), DAY),
    "jo-atia-2007": (date(2007, 12, 31), YEAR),
    "ke-atia-2016": (date(2016, 9, 21), DAY),
    # Certified on 4 August 2016; the order comes no later than one year after that.
    "lk-rti-2016": (date(2017, 8, 4), AT_LATEST),
    "mx-lgtaip-2025": (date(2025, 3, 21), DAY),
    "ng-foia-2011": (date(2011, 5, 28), DAY),
    # The thirtieth day from 21 July 2007: ten days to 31 July, twenty to 20 August.
    "np-rti-2007": (date(2007, 8, 20), DAY),
    "ph-eo2-2016": (date(2016, 11, 24), AT_LATEST),
    "nl-woo-2021": (date(2022, 5, 1), DAY),
    "pk-balochistan-rti-2021": (date(2021, 12, 31), YEAR),
    "pk-kp-rti-2013": (date(2013, 11, 5), DAY),
    "pk-punjab-rti-2013": (date(2013, 12, 16), DAY),
    "pk-raia-2017": (date(2017, 10, 12), DAY),
    "pk-sindh-rti-2016": (date(2017, 4, 10), DAY),
    "pl-udip-2001": (date(2002, 1, 1), DAY),
    # The first day of the second month after its publication on 22 August 2016.
    "pt-lada-2016": (date(2016, 10, 1), DAY),
    "tn-22-2016": (date(2016, 12, 31), YEAR),
    "tr-4982-2003": (date(2004, 4, 24), DAY),
    "tz-atia-2016": (date(2017, 7, 1), DAY),
    "ua-2939-2011": (date(2011, 5, 9), DAY),
    "ug-atia-2005": (date(2006, 4, 20), DAY),
    # Published on 7 November 2008, and taken to be known ten days later.
    "uy-daip-2008": (date(2008, 11, 17), AT_LATEST),
    "us-foia": (date(2017, 1, 1), AT_LATEST),
    "za-paia-2000": (date(2001, 3, 9), DAY),
}


def complaints(folder: Path, head: str) -> list[str]:
    """The complaints about a small law with another head."""
    found = examine_library(write(folder, spoiled(LAW, HEAD, head))).complaints
    return [str(complaint) for complaint in found if complaint.file == LAW]


def test_each_law_begins_with_the_day_that_its_sources_give(library: Library) -> None:
    first = {
        key: (law.in_force.since, law.commencement.known) for key, law in library.laws.items()
    }

    assert first == FIRST_DAYS


def test_no_first_day_rests_on_memory(library: Library) -> None:
    for law in library.laws.values():
        assert law.weakest(law.commencement.sources) is not ReadIn.MEMORY, law.key


def test_no_stage_of_any_law_is_counted_from_the_day_before_the_first(library: Library) -> None:
    for law in library.laws.values():
        eve = DaySpan.on(law.in_force.since - timedelta(days=1))
        for stage in law.stages.values():
            with pytest.raises(
                NoLimitOnFile, match=r"(which is earlier|came into force later, on .*)\.$"
            ):
                count_deadline(law, stage, eve, library.workdays(law, stage, None))


@pytest.mark.parametrize(
    ("law", "day", "said"),
    [
        (
            "eu-1049-2001",
            date(2001, 12, 2),
            "No time limit is counted from 2 December 2001: {law} came into force later, on "
            "3 December 2001.",
        ),
        (
            "jo-atia-2007",
            date(2007, 12, 30),
            "We know only the year in which {law} came into force, so its time limits are "
            "counted from the end of that year, 31 December 2007. No time limit is counted from "
            "30 December 2007, which is earlier.",
        ),
        (
            "lk-rti-2016",
            date(2017, 8, 3),
            "We know only that {law} was in force by 4 August 2017. No time limit is counted "
            "from 3 August 2017, which is earlier.",
        ),
    ],
)
def test_an_event_before_the_first_day_is_refused_in_one_sentence(
    library: Library, law: str, day: date, said: str
) -> None:
    found = library.law(law)
    stage = found.first_stage()
    workdays = library.workdays(found, stage, None)

    with pytest.raises(NoLimitOnFile) as refused:
        count_deadline(found, stage, DaySpan.on(day), workdays)

    assert str(refused.value) == said.format(law=found.mention)


def test_an_event_that_may_lie_before_the_first_day_is_refused(library: Library) -> None:
    law = library.law("pk-raia-2017")
    stage = law.first_stage()
    perhaps = DaySpan(date(2017, 10, 11), date(2017, 10, 16))

    with pytest.raises(NoLimitOnFile, match="came into force later"):
        count_deadline(law, stage, perhaps, library.workdays(law, stage, None))


def test_a_law_does_not_begin_by_memory(tmp_path: Path) -> None:
    head = HEAD.replace('["s1"]', '["s9"]')

    assert complaints(tmp_path, head) == [
        "laws/xx-law-2020.toml, commencement: rests on memory alone, so nothing may be counted "
        "from that day: name a source which shows a day on which the law was in force, or the "
        "year, and write known = “at-latest” or “year”."
    ]


def test_a_law_of_which_only_the_year_is_known_begins_with_the_end_of_that_year(
    tmp_path: Path,
) -> None:
    assert complaints(tmp_path, HEAD.replace('"day"', '"year"')) == [
        "laws/xx-law-2020.toml, in_force.since: must be the last day of the year, 2020-12-31, if "
        "only the year is known."
    ]


def test_a_limit_does_not_begin_before_its_law(tmp_path: Path) -> None:
    assert complaints(tmp_path, HEAD.replace("2020-01-01", "2020-02-01")) == [
        "laws/xx-law-2020.toml, stage.reply.limit[1]: begins on 2020-01-01, before the law was in "
        "force (2020-02-01)."
    ]


def test_the_small_law_of_these_tests_has_the_head_that_they_spoil() -> None:
    assert HEAD in FILES[LAW]
