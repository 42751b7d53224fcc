"""Letters say what happened, plead what it allows, and hold every name their sources use."""

from datetime import date

import pytest

from tests.offices import a_request, received
from tests.services.letters.scenes import answered, outcome
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_status import case_status_of
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Outcome
from tracker.domain.words.letter import LetterTable
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import compose, writer_of
from tracker.services.letters.remedies import RemedyPlace

# What is written only once a right to appeal arose, or was used.
AFTER_A_RIGHT = (
    LetterKind.APPEAL,
    LetterKind.INTERNAL_REVIEW,
    LetterKind.REJOINDER,
    LetterKind.ENFORCEMENT,
)


def words(
    office: Office, reference: str, kind: LetterKind, remedy: RemedyPlace | None = None
) -> str:
    with office.cases.look(reference) as case:
        letter = compose(office, case, kind, remedy)
    return " ".join(office.documents.plain(letter).split())


def replied(
    office: Office,
    reference: str,
    kind: str,
    on: date,
    *found: Outcome,
    lacking: frozenset[str] = frozenset(),
) -> None:
    answered(office, reference, kind, on, *map(outcome, found), lacking=lacking)


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind not in AFTER_A_RIGHT])
def test_every_letter_can_be_written_at_every_step(
    office: Office, kind: LetterKind, language: str
) -> None:
    reference = a_request(office, language=language)
    assert words(office, reference, kind)
    received(office, reference, date(2024, 2, 26))
    assert words(office, reference, kind)
    sweep(office)
    assert words(office, reference, kind)
    replied(office, reference, "refused", date(2024, 4, 20), Outcome.REFUSED)
    assert words(office, reference, kind)
    with office.cases.look(reference) as case:
        letter = compose(office, case, kind)
    assert office.documents.docx(letter, office.today_at("pk-pta")).startswith(b"PK")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_appeal_can_be_written_once_there_is_a_remedy(office: Office, language: str) -> None:
    reference = a_request(office, language=language)
    received(office, reference, date(2026, 11, 20))
    with pytest.raises(NotAllowed, match="There is no right to appeal yet: nothing"):
        words(office, reference, LetterKind.APPEAL)
    replied(office, reference, "refused", date(2026, 11, 23), Outcome.REFUSED)
    assert words(office, reference, LetterKind.APPEAL)
    with office.cases.look(reference) as case:
        letter = compose(office, case, LetterKind.APPEAL)
    assert office.documents.docx(letter, office.today_at("pk-pta")).startswith(b"PK")
    with pytest.raises(BadInput, match="This remedy is not open"):
        words(office, reference, LetterKind.APPEAL, ("appeal", 999))


def test_a_request_asks_for_the_records_under_the_law_that_binds(office: Office) -> None:
    said = words(office, a_request(office), LetterKind.REQUEST)

    assert "Right of Access to Information Act" in said
    assert "Ayesha Namoona" in said
    assert "17 February 2024" in said
    assert "DEMONSTRATION" in said


def test_an_appeal_on_silence_shows_each_day_with_its_calculation(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))

    said = words(office, reference, LetterKind.APPEAL)
    with office.cases.look(reference) as case:
        title, blocks = writer_of(office, case, LetterKind.APPEAL).count_of_time()
    table = next(block for block in blocks if isinstance(block, LetterTable))
    count = " ".join(cell for row in table.rows for cell in row)

    assert title == "Annex C: Count of time"
    assert "11 March 2024" in count
    assert "25 March 2024 Last day, with the longest extension" in count
    assert "between 10 April 2024 and 15 April 2024" in count
    assert "The count" in said
    assert "14(1)" in said
    assert "17(4)" in said
    assert "none of the following on the request: (i) the records" in said


def test_an_appeal_after_a_late_refusal_does_not_say_that_nothing_came(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    replied(office, reference, "refused", date(2024, 4, 20), Outcome.REFUSED)

    said = words(office, reference, LetterKind.APPEAL)

    assert "To the day of filing" not in said
    assert "and the decision (received on 20 April 2024), on the request" in said


@pytest.mark.parametrize("late", [False, True])
def test_a_notice_of_a_refusal_tells_the_silence_before_it_and_says_nothing_untrue(
    office: Office, late: bool
) -> None:
    # Received Monday 26 February 2024: ten working days end on 11 March, twenty on 25 March.
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 27) if late else date(2024, 3, 12))
    replied(
        office,
        reference,
        "refused",
        date(2024, 4, 2) if late else date(2024, 3, 20),
        Outcome.REFUSED,
    )

    said = words(office, reference, LetterKind.NOTICE)

    assert "will state that the request was refused" in said
    assert ("when the time for it ended, and that a reply came later" in said) is late
    assert "No record has been received so far under any of these items." in said
    assert "Nothing has been recorded" not in said


def test_the_grounds_name_the_event_and_the_section_that_raised_them(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    lacking = frozenset({"exact-exception"})
    replied(office, reference, "refused", date(2024, 3, 8), Outcome.REFUSED, lacking=lacking)

    said = words(office, reference, LetterKind.APPEAL)

    assert (
        "By its reply (received on 8 March 2024) the respondent refused the request (Annex C)"
        in said
    )
    assert "13(2)(b)(iv)" in said
    with office.cases.look(reference) as case:
        writer = writer_of(office, case, LetterKind.APPEAL)
    assert writer.pleading
    row = next(r for r in writer.pleading.rows() if r.key == "ground:appeal-no-exemption-named")
    refusal = writer.case_status.case_state.replies[0]
    assert row.rests_on.entries == (refusal.seq,)
    assert row.rests_on.provisions == ("s13-2-b-iv",)


def test_the_open_questions_leave_out_what_was_given(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    given, passed = Outcome.DISCLOSED, Outcome.PASSED_OVER
    replied(office, reference, "partly-answered", date(2024, 3, 8), given, passed)
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
        pleading = writer_of(office, case, LetterKind.APPEAL).pleading
    assert drafted
    assert pleading

    first, second = pleading.items[:2]
    assert (first.answer, first.in_issue, first.grounds) == ("Disclosed", False, ())
    assert (second.answer, second.in_issue) == ("Not addressed", True)
    assert "ground:appeal-passed-over" in second.grounds
