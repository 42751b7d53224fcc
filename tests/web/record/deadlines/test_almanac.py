"""Calendar files have the bytes that the library `icalendar` writes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import NAMESPACE_URL, uuid5

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event, vText

from tracker.web.record.deadlines.almanac import PRODUCER, MarkedDay, almanac

PAGE = "https://record.example/deadlines?law=pk-raia-2017&stage=reply&from=2024-03-18&more=1"
AT = datetime(2026, 12, 1, 3, 4, 5, 678, tzinfo=timezone(timedelta(hours=5)))
# A caret is left out: the library does not part it from what follows, for its parameters' sake.
WORDS = st.text(
    st.one_of(
        st.sampled_from("abc ,;:\\\n\r\"'"),
        st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="^N"),
    ),
    max_size=200,
)
DAYS = st.builds(
    MarkedDay,
    on=st.dates(date(1, 1, 1), date(9000, 1, 1)),
    title=WORDS,
    says=WORDS,
    until=st.none() | st.dates(date(1, 1, 1), date(9000, 1, 1)),
    page=st.sampled_from(["", "https://record.example/requests/abc"]),
    key=st.sampled_from(["", "limit-reply-0"]),
    revision=st.integers(0, 3),
)


def written_by_the_library(
    days: Sequence[MarkedDay], address: str, at: datetime, name: str
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    for named in ("name", "x-wr-calname") if name else ():
        calendar.add(named, vText(name))
    for day in days:
        event, page = Event(), day.page or address
        event.add("uid", str(uuid5(NAMESPACE_URL, f"{page}#{day.key or day.title}")))
        event.add("dtstamp", at)
        event.add("dtstart", day.on)
        event.add("dtend", (day.until or day.on) + timedelta(days=1))
        event.add("summary", day.title)
        if day.says:
            event.add("description", day.says)
        if day.revision:
            event.add("sequence", day.revision)
        event.add("url", page)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


@given(st.lists(DAYS, max_size=3), WORDS)
def test_the_bytes_are_those_of_the_library(days: list[MarkedDay], name: str) -> None:
    assert almanac(days, PAGE, AT, name) == written_by_the_library(days, PAGE, AT, name)


def test_a_long_line_is_parted_between_characters_and_read_as_it_was() -> None:
    title = "پاکستان ٹیلی کمیونیکیشن اتھارٹی: جواب کی آخری تاریخ; " + "a, \\ b" * 40
    day = MarkedDay(date(2024, 3, 29), title, "Section 14(1)\nProvisional.", date(2024, 4, 2))

    written = almanac([day], PAGE, AT)

    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["SUMMARY"] == title
    assert event["DESCRIPTION"] == "Section 14(1)\nProvisional."
    days = [event.decoded(name) for name in ("DTSTART", "DTEND", "DTSTAMP")]
    assert days[:2] == [date(2024, 3, 29), date(2024, 4, 3)]
    assert days[2] == datetime(2026, 11, 30, 22, 4, 5, tzinfo=UTC)
    assert event["URL"] == PAGE
