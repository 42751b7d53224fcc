"""A lawyer reads a wording and takes it on, from the draft to the letter."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, library_abroad
from tests.offices import AYESHA, BY, an_office
from tests.services.letters.scenes import answered, outcome
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.domain.base.text import Text
from tracker.domain.law.questions import Outcome
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.ports.people import RoleName
from tracker.translations import locale

LIST = "/desk/wordings"
URDU = f"{LIST}/pk-raia-2017/ur"


def a_draft(office: Office) -> str:
    begun = start(office, "pk-x-2024", "pk-pta", by=BY)
    save(office, replace(begun, language="ur", eligibility="citizen"), AYESHA, by=BY)
    return f"/desk/drafts/{begun.reference}"


def test_a_wording_is_read_taken_on_and_sent_by_a_live_office(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        browser = signed_in(an_app(office), office, somebody(office))
        draft = a_draft(office)
        before = browser.get(f"{draft}/letter")
        assert "This office cannot send it before a lawyer takes it on." in before.words
        assert "taken it on" in browser.submit(before, path=f"{draft}/letter").words

        (read,) = before.tree.xpath("//a[text()='Read the wording']/@href")
        page = browser.get(read)
        assert "in which language a request may be written" in page.words
        # The request, the reminder and the appeal.
        assert len(page.tree.xpath("//article[@lang='ur'][@dir='rtl']")) == 3
        assert len(page.tree.xpath("//article[@lang='en']")) == 3

        refused = browser.submit(page, {}, path=f"{URDU}/take-on")
        assert refused.status == 422
        assert "Declare that you have command of the language" in refused.summary()[0]

        done = browser.submit(page, {"declared": "y"}, path=f"{URDU}/take-on")
        assert "Wording taken on." in done.words
        assert "Taken on" in browser.get(LIST).words

        ready = browser.get(f"{draft}/letter")
        assert "Lena Lawyer took it on" in ready.words
        assert "English text for information" in ready.words
        assert browser.submit(ready, path=f"{draft}/letter").status == 200


def test_no_letter_is_downloaded_from_a_live_office_in_a_wording_not_taken_on(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        browser = signed_in(an_app(office), office, somebody(office))
        draft = a_draft(office)
        english = start(office, "pk-x-2024", "pk-pta", by=BY)
        saved = save(office, replace(english, eligibility="citizen"), AYESHA, by=BY)
        settle(office, saved.reference, saved.version, by=BY)
        letter = f"/desk/requests/{saved.reference}/letters/request"
        left = [f"{draft}/letter.docx", f"{draft}/letter.txt"]
        left += [f"{letter}.docx?language=ur", f"{letter}.txt?language=ur"]

        for address in left:
            refused = browser.get(address)
            assert refused.status == 409, address
            assert "no lawyer of this office has taken it on" in refused.words

        browser.submit(browser.get(URDU), {"declared": "y"}, path=f"{URDU}/take-on")
        assert [browser.get(address).status for address in left[1::2]] == [200, 200]


def test_a_changed_wording_names_its_sentences_and_is_taken_on_again(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        someone = somebody(office)
        browser = signed_in(an_app(office), office, someone)
        browser.submit(browser.get(URDU), {"declared": "y"}, path=f"{URDU}/take-on")
        law = office.library.law("pk-raia-2017")
        kinds = dict(law.eligibility.kinds)
        kinds["citizen"] = Text({"en": "I am a citizen.", "ur": "میں شہری ہوں۔"})
        law = replace(law, eligibility=replace(law.eligibility, kinds=kinds))
        laws = {**office.library.laws, law.key: law}
        changed = replace(office, library=replace(office.library, laws=laws))
        later = signed_in(an_app(changed), changed, someone)

        page = later.get(URDU)

        assert "1 sentence is new or different." in page.words
        assert "میں شہری ہوں۔" in page.words
        assert (
            "It changed after a lawyer took it on."
            in later.get(f"{a_draft(changed)}/letter").words
        )


def test_an_advocate_reads_a_wording_and_cannot_take_it_on(office: Office) -> None:
    advocate = signed_in(an_app(office), office, somebody(office, RoleName.ADVOCATE))
    page = advocate.get(URDU)

    assert "Only a lawyer or an administrator can take on a wording." in page.words
    assert not page.tree.xpath(f"//form[@action='{URDU}/take-on']")


@pytest.mark.parametrize("path", [f"{LIST}/gb-foia-2000/ur", f"{LIST}/xx/ur"])
def test_an_unknown_wording_is_not_found(lawyer: Browser, path: str) -> None:
    assert lawyer.get(path).status == 404


def test_a_remedy_with_a_sentence_without_words_is_in_english_and_says_so(tmp_path: Path) -> None:
    with an_office(tmp_path, library=library_abroad()) as (office, clock):
        clock.set(date(2025, 9, 12))
        spoken = replace(office, locale=locale)
        reference = asked_abroad(spoken, "mx-crt", date(2025, 9, 3))
        unsaid = outcome(Outcome.NEITHER_CONFIRMED_NOR_DENIED)
        answered(spoken, reference, "refused", date(2025, 9, 9), unsaid)
        browser = signed_in(an_app(spoken), spoken, somebody(spoken))

        page = browser.get(f"/desk/requests/{reference}/letters/appeal?language=es")
        rows = browser.get(f"/desk/requests/{reference}/pleading?language=es")

        for shown in (page, rows):
            assert "This letter is in English, because" in shown.words
            assert "have no words in Spanish yet." in shown.words
            assert "Neither confirmed nor denied" in shown.words
        assert page.tree.xpath("//article[@lang='en']")
        assert not page.tree.xpath("//article[@lang='es']")
