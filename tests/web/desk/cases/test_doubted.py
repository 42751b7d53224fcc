"""A silence that a changed calendar puts in doubt: flagged at the desk, corrected by a person."""

from dataclasses import replace
from datetime import date

from tests.offices import BY, a_paper
from tests.services.revisions import revised, show, silent, with_a_closure
from tests.web.browser import an_app, signed_in, somebody
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.people.accounts import change_language
from tracker.translations import locale

WHY = (
    "Under the current law and calendar, the deadline was Tuesday 12 March 2024, not Monday 11 "
    "March 2024: Tuesday 5 March 2024 is now recorded as a non-working day: Closure."
)
MOVED = "was Monday 11 March 2024, now Tuesday 12 March 2024"


def test_it_is_listed_with_old_day_new_day_and_reason_and_leaves_once_it_is_corrected(
    office: Office,
) -> None:
    reference = silent(office)
    changed = with_a_closure(office)
    revised(changed)
    lawyer = signed_in(an_app(changed), changed, somebody(changed))

    assert "in doubt in 1 request" in lawyer.get("/desk").words
    assert WHY in lawyer.get("/desk/doubted").words
    page = lawyer.get(f"/desk/requests/{reference}").words
    assert WHY in page
    assert MOVED in page, "the timeline tells of the recount"

    for seq in (5, 6):
        form = lawyer.get(f"/desk/requests/{reference}/entries/{seq}/correct")
        assert "is now recorded as a non-working day: Closure" in form.words
        lawyer.submit(form, {})

    assert "Nothing to check" in lawyer.get("/desk/doubted").words
    assert "in doubt" not in lawyer.get("/desk").words


def test_the_non_response_is_named_in_the_language_of_the_reader(office: Office) -> None:
    silent(office)
    changed = replace(with_a_closure(office), locale=locale)
    revised(changed)
    account = somebody(changed)
    change_language(changed, account, "ur")

    page = signed_in(an_app(changed), changed, account).get("/desk/doubted")

    assert "طویل ترین مقررہ مدت کے اندر جواب موصول نہ ہونا" in page.words
    assert "No response within" not in page.words


def test_the_public_page_says_that_days_moved_and_that_the_silence_was_corrected(
    office: Office,
) -> None:
    reference = silent(office)
    show(office, reference)
    changed = with_a_closure(office)
    told = revised(changed)[reference]
    lawyer = signed_in(an_app(changed), changed, somebody(changed))

    page = lawyer.get(f"/requests/{reference}").words
    assert "Deadlines recalculated" in page
    assert MOVED in page
    assert "Corrected" not in page, "a person decides"

    for doubt in told.doubts:
        path = f"/desk/requests/{reference}/entries/{doubt.entry.seq}/correct"
        lawyer.submit(lawyer.get(path), {})

    page = lawyer.get(f"/requests/{reference}").words
    assert page.count("Corrected: no longer counts.") == 2
    assert WHY in page


def test_a_paper_that_nobody_read_is_flagged_and_the_public_page_accuses_nobody(
    office: Office,
) -> None:
    """The paper came on Friday 1 March 2024, before the last day of the silence that is shown."""
    reference = silent(office)
    show(office, reference)
    lawyer = signed_in(an_app(office), office, somebody(office))
    before = lawyer.get(f"/requests/{reference}").words
    assert "Nothing from" in before
    came = DaySpan.on(date(2024, 3, 1))

    record(
        office,
        reference,
        DocumentReceived(on=came, channel=Channel.POST),
        [a_paper("secret.txt")],
        by=BY,
    )

    assert "in doubt in 1 request" in lawyer.get("/desk").words
    assert "arrived on Friday 1 March 2024 has not been read" in lawyer.get("/desk/doubted").words
    page = lawyer.get(f"/requests/{reference}")
    assert "The office received a document (Friday 1 March 2024) that it has" in page.words
    assert (
        "A change in the law or calendar, or an unread document, puts" in lawyer.get("/desk").words
    )
    assert (
        "Until it is read, the public page says so and does not"
        in lawyer.get("/desk/doubted").words
    )
    page = lawyer.get(f"/requests/{reference}")
    assert "The office received a document (Friday 1 March 2024) that it has" in page.words
    assert "In doubt: the office received a document (Friday 1 March 2024) that" in page.words
    assert "Nothing from" not in page.words
    assert "secret" not in page.text


def test_the_public_page_names_the_paper_that_waits_now(office: Office) -> None:
    """The first was read and stops no clock; the second came between two days, the first of them
    in time, and lies still."""
    reference = silent(office)
    show(office, reference)
    first = DaySpan.on(date(2024, 2, 28))
    record(
        office,
        reference,
        DocumentReceived(on=first, channel=Channel.POST),
        [a_paper("first.txt")],
        by=BY,
    )
    second = DaySpan(date(2024, 3, 1), date(2024, 3, 4))
    record(
        office,
        reference,
        DocumentReceived(on=second, channel=Channel.POST),
        [a_paper("second.txt")],
        by=BY,
    )
    public = signed_in(an_app(office), office, somebody(office))
    assert (
        "received a document (Wednesday 28 February 2024)"
        in public.get(f"/requests/{reference}").words
    )

    record(office, reference, Acknowledged(on=first), [a_paper("first.txt")], by=BY)

    page = public.get(f"/requests/{reference}").words
    assert "28 February" not in page
    assert "document (between Friday 1 March 2024 and Monday 4 March 2024) that it has" in page
