"""A live office sends an unreviewed wording only after one of its lawyers takes it on."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.offices import AYESHA, BY, an_office
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.text import Text
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.words.letter import Heading, Letter, LetterChoices
from tracker.services.cases.sending import approve
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.wordings.taking_on import (
    WordingState,
    barred_languages,
    known_wording,
    known_wordings,
    take_on,
    withdraw_wording,
)
from tracker.services.ports.people import Account, AuditAct, RoleName
from tracker.translations import locale

LAW = "pk-raia-2017"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, live=True) as (opened, _):
        opened.people.save_account(Account(BY, "lawyer@example.org", "Lawyer", RoleName.LAWYER))
        yield replace(opened, locale=locale)


def urdu_draft(office: Office) -> tuple[str, int]:
    begun = start(office, "pk-x-2024", "pk-pta", by=BY)
    draft = save(office, replace(begun, language="ur", eligibility="citizen"), AYESHA, by=BY)
    return draft.reference, draft.version


def taken(office: Office, language: str = "ur", law: str = LAW) -> None:
    version = known_wording(office, office.library.law(law), language).version
    take_on(office, law, language, version, declared=True, by=BY)


def with_law(office: Office, law: Law) -> Office:
    laws = {**office.library.laws, law.key: law}
    return replace(office, library=replace(office.library, laws=laws))


def titles(letter: Letter) -> list[str]:
    found = (block.runs for block in letter.blocks if isinstance(block, Heading))
    return ["".join(run.words for run in runs) for runs in found]


def test_a_draft_of_a_live_office_begins_in_a_language_that_it_may_send(live: Office) -> None:
    mexico = live.library.law("mx-lgtaip-2025")
    assert mexico.languages[0] == "es"
    assert start(live, "pk-x-2024", "pk-pta", by=BY).language == "en"
    assert {(each.law.key, each.language): each.state for each in known_wordings(live)}[
        ("mx-lgtaip-2025", "es")
    ] is WordingState.OPEN


def test_the_request_is_sent_once_a_lawyer_took_the_wording_on(live: Office) -> None:
    reference, version = urdu_draft(live)
    with pytest.raises(NotAllowed, match="no lawyer of this office has taken it on"):
        settle(live, reference, version, by=BY)

    taken(live)
    settle(live, reference, version, by=BY)
    approve(live, reference, by=BY)

    with live.cases.look(reference) as case:
        word, text = case.history[-1].event.evidence[:2]
    said = live.archive.read(reference, text).decode()
    own, english = said.split("=" * 72)
    assert "اردو متن ہی معتبر ہے۔" in own
    assert english.strip().startswith("English text for information")
    assert "The text in Urdu above governs." in english
    assert "Orders. Each order, determination or decision of the Body" in " ".join(english.split())
    paragraphs = Document(BytesIO(live.archive.read(reference, word))).paragraphs
    assert "English text for information" in [each.text for each in paragraphs]
    assert live.people.trail.last(BY, AuditAct.WORDING_TAKEN_ON, f"{LAW} ur")


def test_a_reminder_in_another_language_has_an_english_text(live: Office) -> None:
    taken(live)
    reference, version = urdu_draft(live)
    settle(live, reference, version, by=BY)

    with live.cases.look(reference) as case:
        letter = compose(live, case, LetterKind.REMINDER)

    assert letter.parallel is not None
    assert letter.parallel.language == "en"
    assert titles(letter.parallel)[0] == "English text for information"
    assert titles(letter.parallel)[1].startswith("Reminder: ")
    assert letter.parallel.parallel is None


def test_a_wording_that_changed_is_read_and_taken_on_again(live: Office) -> None:
    taken(live)
    reference, version = urdu_draft(live)
    law = live.library.law(LAW)
    words = dict(law.eligibility.kinds)
    words["citizen"] = Text({**words["citizen"].words, "ur": "میں پاکستانی ہوں۔"})
    changed = with_law(live, replace(law, eligibility=replace(law.eligibility, kinds=words)))

    known = known_wording(changed, changed.library.law(LAW), "ur")
    assert known.state is WordingState.CHANGED
    assert known.changed == ("میں پاکستانی ہوں۔",)
    with pytest.raises(NotAllowed, match="changed after a lawyer"):
        settle(changed, reference, version, by=BY)

    taken(changed)
    settle(changed, reference, version, by=BY)


def test_a_letter_that_was_finalised_before_the_change_is_not_approved(live: Office) -> None:
    taken(live)
    reference, version = urdu_draft(live)
    settle(live, reference, version, by=BY)
    withdraw_wording(live, LAW, "ur", by=BY)

    with pytest.raises(NotAllowed, match="no lawyer of this office has taken it on"):
        approve(live, reference, by=BY)
    with pytest.raises(NotAllowed, match="Nobody has taken on"):
        withdraw_wording(live, LAW, "ur", by=BY)


def test_an_english_request_is_not_approved_in_a_wording_not_taken_on(
    live: Office,
) -> None:
    begun = start(live, "pk-x-2024", "pk-pta", by=BY)
    draft = save(live, replace(begun, language="en", eligibility="citizen"), AYESHA, by=BY)
    settle(live, draft.reference, draft.version, by=BY)
    urdu = LetterChoices(language="ur")

    with pytest.raises(NotAllowed, match="no lawyer of this office has taken it on"):
        approve(live, draft.reference, urdu, by=BY)
    with pytest.raises(NotAllowed, match="no lawyer of this office has taken it on"):
        approve(live, draft.reference, urdu, by=BY, on=live.today_at("pk-pta"))

    taken(live)
    approve(live, draft.reference, urdu, by=BY)


def test_a_wording_is_taken_on_by_declaration_and_in_the_version_that_was_read(
    live: Office,
) -> None:
    law = live.library.law(LAW)
    version = known_wording(live, law, "ur").version

    with pytest.raises(BadInput, match="Declare"):
        take_on(live, LAW, "ur", version, declared=False, by=BY)
    with pytest.raises(BadInput, match="Read it again"):
        take_on(live, LAW, "ur", "0" * 64, declared=True, by=BY)
    with pytest.raises(NotAllowed, match="was reviewed"):
        take_on(live, LAW, "en", version, declared=True, by=BY)
    with pytest.raises(NotAllowed, match="No letter under"):
        take_on(live, LAW, "es", version, declared=True, by=BY)
    assert live.taken_wordings.in_force() == {}


def test_another_law_in_the_same_language_is_a_wording_of_its_own(live: Office) -> None:
    taken(live)

    states = {(each.law.key, each.language): each.state for each in known_wordings(live)}

    assert states[LAW, "ur"] is WordingState.TAKEN_ON
    assert states["pk-kp-rti-2013", "ur"] is WordingState.OPEN


def test_a_demonstration_needs_no_lawyer_and_adds_no_english_text(
    office: Office,
) -> None:
    reference, _ = urdu_draft(office)
    draft = office.drafts.draft(reference)

    assert preview_draft(office, draft, AYESHA).parallel is None


def test_a_version_is_calculated_once_and_only_where_a_lawyer_took_the_wording_on(
    live: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = live.library.law(LAW)
    read: list[str] = []
    sentences = type(live.locale("ur")).sentences

    def noted(spoken: Locale) -> Iterator[str]:
        read.append(spoken.language)
        yield from sentences(spoken)

    monkeypatch.setattr(Locale, "sentences", noted)
    fresh = replace(live, library=replace(live.library))
    assert "ur" in barred_languages(fresh, law)
    assert read == []

    taken(fresh)
    for _ in range(3):
        assert "ur" not in barred_languages(fresh, law)
    assert read == ["ur"]
