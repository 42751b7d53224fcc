"""Letters of remedies under the Acts of India, Sri Lanka and Bangladesh, in the words of each Act.

India: received on Monday 5 October 2026, thirty days end on Wednesday 4 November; thirty days from
there end on Friday 4 December. Sri Lanka: received on Monday 19 October 2026, fourteen working
days end on Friday 6 November; fourteen days from there end on Friday 20 November. Bangladesh:
received on Monday 5 October 2026, refused on Sunday 18 October; thirty days end on 17 November.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date

import pytest

from tests.abroad import asked_abroad, by_hand, case_status, library_abroad, noted
from tests.offices import BY, Clock, a_paper
from tests.services.letters.scenes import answered, one_line, outcome
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.base.text import Text
from tracker.domain.law.law import LetterKind, ReadIn
from tracker.domain.law.outcome import GroundCategory, Outcome, QuestionOutcome, VagueGround
from tracker.domain.law.pleas import Exemption, Forum
from tracker.domain.library import Library
from tracker.domain.words.pleading import PleadingPart
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.remedies import RemedyPlace, opened
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.translations import locale

BODIES = {"in": "in-meity", "lk": "lk-trcsl", "bd": "bd-btrc"}
LAWS = {"in": "in-rti-2005", "lk": "lk-rti-2016", "bd": "bd-rti-2009"}
RECEIVED = {"in": date(2026, 10, 5), "lk": date(2026, 10, 19), "bd": date(2026, 10, 5)}
REFUSED = {"in": date(2026, 10, 28), "lk": date(2026, 11, 5), "bd": date(2026, 10, 18)}
FILED = {"in": date(2026, 11, 16), "lk": date(2026, 11, 16), "bd": date(2026, 11, 12)}
SECURITY = {"in": "s8-1-a", "lk": "s5-1-b-i", "bd": "s7-a"}
LACKING = {
    "in": frozenset({"clause", "reasons", "appeal-right", "severance"}),
    "lk": frozenset({"grounds", "appeal-right", "severance"}),
    "bd": frozenset({"reasons", "severance"}),
}
# At most six pages before the annexes.
MOST_WORDS = 2600
OTHER_LAW = VagueGround(GroundCategory.OTHER_LAW, "rule 16 of the Blocking Rules, 2009")


def _of(what: Outcome, *exemptions: str) -> tuple[QuestionOutcome, ...]:
    return (outcome(what, *exemptions),)


def scenes(country: str) -> dict[str, tuple[str, tuple[QuestionOutcome, ...], frozenset[str]]]:
    """What was answered in each scene: the kind of reply, its outcomes in turn, what it omits."""
    some = (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.PASSED_OVER, Outcome.REFUSED)
    none: frozenset[str] = frozenset()
    return {
        "bare": ("refused", _of(Outcome.REFUSED), LACKING[country]),
        "security": ("refused", _of(Outcome.REFUSED, SECURITY[country]), none),
        "other-law": ("refused", (outcome(Outcome.REFUSED, vague=OTHER_LAW),), none),
        "partial": ("partly-answered", tuple(map(outcome, some)), none),
        "not-held": ("not-held", _of(Outcome.NOT_HELD), none),
    }


SCENES = ("silence", "bare", "security", "other-law", "partial", "not-held")


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def brought(office: Office, clock: Clock, country: str, scene: str, on: date) -> str:
    """Make the request of a scene, and set the clock to a day."""
    reference = asked_abroad(office, BODIES[country], RECEIVED[country])
    clock.set(on)
    if scene == "silence":
        sweep(office, on)
    else:
        kind, outcomes, lacking = scenes(country)[scene]
        answered(office, reference, kind, REFUSED[country], *outcomes, lacking=lacking)
    return reference


def place(office: Office, reference: str, stage: str) -> RemedyPlace:
    found = (each.place for each in opened(case_status(office, reference), office.library))
    return [each for each in found if each[0] == stage][-1]


def written(office: Office, reference: str, stage: str, on: date) -> Writer:
    with office.cases.look(reference) as case:
        where = place(office, reference, stage)
        return writer_of(office, case, LetterKind.APPEAL, where, on=on)


def letter(
    office: Office, clock: Clock, country: str, scene: str, stage: str, on: date | None = None
) -> Writer:
    spoken = replace(office, locale=locale)
    # A silence is pleaded once its time has ended on each count.
    day = on or (date(2026, 11, 16) if scene == "silence" else FILED[country])
    reference = brought(spoken, clock, country, scene, day)
    return written(spoken, reference, stage, day)


def relief(of: Writer) -> str:
    assert of.pleading
    parts = (PleadingPart.RELIEF, PleadingPart.INTERIM)
    return " ".join(row.words for part in parts for row in of.pleading.parts[part])


@pytest.mark.samples(
    "in-silence",
    "in-security",
    "in-other-law",
    "lk-bare",
    "lk-partial",
    "bd-silence",
    "bd-not-held",
)
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("country", BODIES)
def test_a_first_appeal_is_pleaded_in_the_words_of_its_act(
    office: Office, clock: Clock, country: str, scene: str
) -> None:
    of = letter(office, clock, country, scene, "appeal")
    words = one_line(of)

    assert len(words.split()) < MOST_WORDS
    assert not re.search(r"[{}]|\(\)| ,|\(Ground \)|by a fixed day|state the reasons", words)
    assert "The respondent is a" in words
    assert "under section" in words
    assert of.pleading
    for item in of.pleading.items:
        assert item.grounds or not item.in_issue
        assert item.relief or not item.in_issue
    # One date: the end of the time or the decision, and the day of filing.
    row = of.pleading.parts[PleadingPart.TIME][0]
    assert len(re.findall(r"\d{1,2} [A-Z][a-z]+ 20\d\d", row.words)) == 2


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("country", BODIES)
def test_only_what_the_scene_shows_is_pleaded(
    office: Office, clock: Clock, country: str, scene: str
) -> None:
    words = one_line(letter(office, clock, country, scene, "appeal"))

    silent = "the time for a decision" in words and "No decision, in whole or in part" in words
    assert silent is (scene == "silence")
    assert ("it has not been shown that the records are not held" in words.lower()) is (
        scene == "not-held"
    )
    assert ("“rule 16 of the Blocking Rules, 2009”" in words) is (scene == "other-law")


def test_the_first_appeal_of_india_asks_for_no_penalty(office: Office, clock: Clock) -> None:
    for scene in SCENES:
        asked = relief(letter(office, clock, "in", scene, "appeal"))
        assert "penalty" not in asked
        assert "19(8)" not in asked


def test_the_second_appeal_of_india_asks_for_what_the_commission_may_order(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    reference = brought(spoken, clock, "in", "silence", date(2026, 12, 20))
    first = place(spoken, reference, "appeal")
    file_appeal(spoken, reference, by_hand(date(2026, 11, 16)), remedy=first, by=BY)
    paper = [a_paper("decision.txt")]
    dismissed = DecisionOutcome.DISMISSED
    record_decision(spoken, reference, date(2026, 12, 1), dismissed, paper, by=BY)
    of = written(spoken, reference, "second-appeal", date(2026, 12, 20))

    assert "Second Appeal No." in one_line(of)
    assert "within 90 days" in one_line(of)
    assert "section 19(8)(a)(i)" in relief(of)
    assert "opportunity of being heard on a penalty" in relief(of)
    assert "compensat" not in relief(of)


def test_the_adverse_decision_of_its_own_commission_is_met_once_it_was_checked(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    day = date(2026, 12, 20)
    reference = brought(spoken, clock, "in", "security", day)
    lawyer = add_account(spoken, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    first = place(spoken, reference, "appeal")
    file_appeal(spoken, reference, by_hand(date(2026, 11, 16)), remedy=first, by=BY)
    sweep(spoken, day)
    unchecked = one_line(written(spoken, reference, "second-appeal", day))
    check_authority(
        spoken,
        "in-02",
        CheckStatement(OpenedDocument.ITSELF, True, StayState.NOT_FOUND, day),
        by=lawyer,
    )
    checked = one_line(written(spoken, reference, "second-appeal", day))

    assert "4 December 2024" not in unchecked
    assert "Central Information Commission, decision reported on 4 December 2024" in checked
    assert "As reported, that request asked for correspondence" in checked


@pytest.mark.parametrize("scene", ["silence", "security", "not-held"])
@pytest.mark.parametrize(
    ("country", "stage", "power"),
    [("lk", "second-appeal", "sections 15(d)"), ("bd", "complaint", "section 25(11)(a)(i)")],
)
def test_a_later_remedy_asks_its_commission_for_what_it_may_order(
    office: Office, clock: Clock, country: str, stage: str, power: str, scene: str
) -> None:
    spoken = replace(office, locale=locale)
    reference = brought(spoken, clock, country, scene, date(2026, 12, 20))
    first = place(spoken, reference, "appeal")
    file_appeal(spoken, reference, by_hand(date(2026, 11, 16)), remedy=first, by=BY)
    sweep(spoken, date(2026, 12, 20))
    of = written(spoken, reference, stage, date(2026, 12, 20))

    assert re.search(
        "against the failure of .* to decide in time the appeal filed on 16 N", one_line(of)
    )
    assert power in relief(of)
    assert "24(3)(a)" not in relief(of)
    # At this stage the Act itself says what must be shown, and by whom.
    burden = {"lk": "section 32(4)", "bd": "section 25(1)(c)"}
    assert burden[country] in one_line(of)
    assert "and the appeal under section" in one_line(of)


@pytest.mark.parametrize("scene", ["silence", "bare", "security", "partial"])
def test_the_complaint_of_india_asks_for_an_inquiry_and_not_for_disclosure(
    office: Office, clock: Clock, scene: str
) -> None:
    of = letter(office, clock, "in", scene, "complaint")
    words = one_line(of)

    assert "to inquire into this complaint (section 18(2))" in relief(of)
    assert "penalty of section 20(1)" in relief(of)
    assert not re.search(r"\bsupply\b|provide access", relief(of))
    assert "Disclosure is not asked for here." in words
    assert "19(5)" not in words
    assert "for disclosure" not in words


def test_national_security_is_answered_by_the_words_of_each_clause(
    office: Office, clock: Clock
) -> None:
    clauses = {"in": "“would prejudicially affect”", "lk": "“would undermine”"}
    for country, clause in clauses.items():
        assert clause in one_line(letter(office, clock, country, "security", "appeal"))
    sri_lanka = one_line(letter(office, clock, "lk", "security", "appeal"))
    assert "“shall not be refused where the public interest" in sri_lanka
    bangladesh = letter(office, clock, "bd", "security", "appeal")
    assert "prior approval of the Information Commission" in relief(bangladesh)


def test_the_approval_of_the_commission_is_asked_for_only_where_section_7_was_relied_on(
    office: Office, clock: Clock
) -> None:
    for scene in ("silence", "not-held", "partial"):
        asked = relief(letter(office, clock, "bd", scene, "appeal"))
        assert "prior approval" not in asked, scene


def test_information_that_is_late_is_asked_for_free_of_charge_in_india(
    office: Office, clock: Clock
) -> None:
    assert "free of charge" in relief(letter(office, clock, "in", "silence", "appeal"))
    assert "free of charge" not in relief(letter(office, clock, "in", "bare", "appeal"))


@pytest.mark.parametrize("country", BODIES)
def test_a_late_appeal_after_silence_gives_a_reason_that_the_history_shows(
    office: Office, clock: Clock, country: str
) -> None:
    words = one_line(letter(office, clock, country, "silence", "appeal", on=date(2027, 2, 1)))

    assert "asks that the delay be excused for this reason" in words
    assert "communicated" in words
    assert "[state the reasons here]" not in words
    assert "within 30 days of its end" not in words


def test_the_late_appeal_of_sri_lanka_counts_from_becoming_aware_and_is_excused_otherwise(
    office: Office, clock: Clock
) -> None:
    """Fourteen days from 6 November, or from the 12th if each Wednesday is a holiday, end on
    20 or 26 November 2026 (section 31(1))."""
    late = date(2026, 12, 1)
    silent = letter(office, clock, "lk", "silence", "appeal", on=late)
    words = one_line(silent)

    assert "became aware that the time of section 25(1) had not been complied with. 6. " in words
    assert "6. The day on which the appellant became aware, and how: [State" in words
    assert "that paragraphs 1, 4, 6, " in words  # 5 and 7 only apply the law
    assert "should it be held that this appeal was to be filed earlier. No" in words
    assert "time for filing ended" not in words
    assert words.index("became aware") < words.index("in the alternative, should it be held")
    assert "asks that the delay be excused for this reason" in words
    in_time = one_line(letter(office, clock, "lk", "silence", "appeal"))
    refused = one_line(letter(office, clock, "lk", "security", "appeal", on=late))
    assert "becoming aware" not in in_time + refused


@pytest.mark.parametrize(
    ("filed", "answer"),
    [
        (date(2026, 11, 10), "No other unit or authority has been named to the complainant"),
        (
            date(2026, 12, 1),
            "the thirty working days of section 9(2) had ended by 18 November 2026 as well",
        ),
    ],
)
@pytest.mark.parametrize("stage", ["appeal", "direct-complaint"])
def test_the_longer_time_of_bangladesh_is_answered_in_each_remedy(
    office: Office, clock: Clock, stage: str, filed: date, answer: str
) -> None:
    """Received on Monday 5 October 2026. Offices are closed on Fridays, Saturdays, 20 and 21
    October for Durga Puja: thirty working days from 6 October end on Wednesday 18 November."""
    words = one_line(letter(office, clock, "bd", "silence", stage, on=filed))

    assert answer.replace("complainant", "appellant" if stage == "appeal" else "complainant") in (
        words
    )


@pytest.mark.parametrize(
    ("country", "stage", "title"),
    [
        ("in", "appeal", "The decision communicates no reasons"),
        ("in", "complaint", "No reasons for the rejection were communicated"),
        ("bd", "appeal", "The decision states no reasons"),
        ("bd", "direct-complaint", "The decision states no reasons"),
    ],
)
def test_a_notice_may_name_a_clause_and_give_no_reasons(
    office: Office, clock: Clock, country: str, stage: str, title: str
) -> None:
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES[country], RECEIVED[country])
    clock.set(FILED[country])
    named = outcome(Outcome.REFUSED, SECURITY[country])
    lacking = frozenset({"reasons"})
    answered(spoken, reference, "refused", REFUSED[country], named, lacking=lacking)
    of = written(spoken, reference, stage, FILED[country])
    words = one_line(of)

    assert title in words
    assert "none named" not in words
    assert "no reason of sections 8 and 9" not in words.lower()
    assert of.pleading
    (ground,) = (r for r in of.pleading.parts[PleadingPart.GROUNDS] if title == r.words)
    assert all(ground.key in item.grounds for item in of.pleading.items)


def test_a_notice_that_names_a_clause_is_not_said_to_name_none(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES["in"], RECEIVED["in"])
    named = outcome(Outcome.REFUSED, SECURITY["in"])
    with pytest.raises(BadInput, match="names an exemption for an item"):
        answered(spoken, reference, "refused", REFUSED["in"], named, lacking=frozenset({"clause"}))


@pytest.mark.parametrize("country", BODIES)
def test_that_the_block_has_ended_is_pleaded_from_a_reported_fact_alone(
    office: Office, clock: Clock, country: str
) -> None:
    of = letter(office, clock, country, "security", "appeal")
    assert "As reported, the Restriction has ended" in one_line(of)
    assert "As reported, access to X was restored on 7 May 2025" in one_line(of)

    block = office.library.block(f"{country}-test")
    blocks = dict(office.library.blocks) | {block.key: replace(block, reported=())}
    library = replace(office.library, blocks=blocks)
    unsourced = replace(office, library=library, locale=locale)
    with unsourced.cases.look(of.case.reference) as case:
        assert of.plea
        assert block.until
        later = writer_of(unsourced, case, LetterKind.APPEAL, of.plea.remedy.place, on=of.today)
    assert "Restriction has ended" not in one_line(later)


@pytest.mark.parametrize("country", BODIES)
def test_a_late_appeal_for_which_nothing_speaks_keeps_a_place_for_the_reasons(
    office: Office, clock: Clock, country: str
) -> None:
    words = one_line(letter(office, clock, country, "security", "appeal", on=date(2027, 2, 1)))

    assert "[state the reasons here]" in words


@pytest.mark.parametrize("country", BODIES)
def test_a_fee_is_met_as_part_of_a_decision_to_give_the_records(
    office: Office, clock: Clock, country: str
) -> None:
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES[country], RECEIVED[country])
    clock.set(date(2026, 11, 16))
    noted(spoken, reference, "fee-noticed", REFUSED[country])
    words = one_line(written(spoken, reference, "appeal", date(2026, 11, 16)))

    titles = {
        "in": "it was decided to provide the information",
        "lk": "it was decided to provide the information",
        "bd": "the information was said to be ready",
    }
    assert titles[country] in words
    assert "No decision, in whole or in part" not in words
    assert "is deemed" not in words


def test_a_complaint_in_bangladesh_may_be_made_beside_the_appeal(
    office: Office, clock: Clock
) -> None:
    words = one_line(letter(office, clock, "bd", "bare", "direct-complaint"))

    assert "under sections 13(1) and 25(1)(a)" in words
    assert "at any time (section 25(2))" in words
    assert "section 25(11)(a)(i)" in words
    assert "fine of section 27(1)" in words


def test_the_request_of_india_is_addressed_and_paid_as_its_act_wants(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, "in-meity", RECEIVED["in"])
    with spoken.cases.look(reference) as case:
        words = one_line(writer_of(spoken, case, LetterKind.REQUEST, on=RECEIVED["in"]))

    assert "The Central Public Information Officer" in words
    assert "fee of ten rupees" in words
    assert "Enclosure: the application fee as stated above." in words
    assert "Enclosures: none" not in words
    assert "“the Requesting Authority” means" in words
    assert "the Requesting Authority, with its number" in words


@pytest.mark.parametrize("country", BODIES)
def test_every_plea_rests_on_words_of_the_act_that_were_read(country: str) -> None:
    law = library_abroad().law(LAWS[country])
    read_in = {key: each.source.read_in for key, each in law.provisions.items()}
    rested = [
        *(key for point in law.points for key in point.sources),
        *(key for exemption in law.exemptions for key in exemption.sources),
        *(key for order in law.reliefs for key in order.sources),
        *(key for forum in law.forums for key in forum.sources),
        *(key for duty in law.refusal_duties for key in duty.sources),
    ]
    for key in rested:
        assert read_in[key] in (ReadIn.OFFICIAL_TEXT, ReadIn.OFFICIAL_COPY, ReadIn.QUOTED), key


@pytest.mark.parametrize("country", BODIES)
def test_no_plea_cites_a_section_that_the_file_has_not(country: str) -> None:
    law = library_abroad().law(LAWS[country])
    read = {cite for each in law.provisions.values() for cite in _sections(english(each.cite))}
    said = [
        *(text for point in law.points for text in (point.says, point.title) if text),
        *(order.says for order in law.reliefs),
        *(text for forum in law.forums for text in texts_of(forum)),
        *(text for exemption in law.exemptions for text in texts_of(exemption)),
    ]
    cited = {cite for text in said for cite in _sections(english(text))}
    unread = {c for c in cited if not any(r.startswith(c) or c.startswith(r) for r in read)}
    assert not unread
    assert len(cited) > 15


def english(text: Text) -> str:
    return text.in_language("en")


def texts_of(entry: Forum | Exemption) -> Iterator[Text]:
    """Every text of an entry of the library."""
    for field in fields(entry):
        value = getattr(entry, field.name)
        several = value.values() if isinstance(value, Mapping) else value
        for each in several if isinstance(several, Iterable) else (several,):
            if isinstance(each, Text):
                yield each


def _sections(words: str) -> set[str]:
    """The sections that words name: 7(8)(i) of “section 7(8)(i)”; both of “sections 3 and 7”."""
    found = re.findall(r"\bsections? (\d+(?:\(\w+\))*)(?:,? and (\d+(?:\(\w+\))*))?", words)
    return {cite for pair in found for cite in pair if cite}
