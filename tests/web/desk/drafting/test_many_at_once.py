"""Many requests in the workspace: chosen, given items, approved, packed and logged on few
pages."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.documents.papers import a_pdf
from tests.offices import AYESHA
from tests.thirty_bodies import BLOCK, WANTED, thirty_bodies
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tracker.domain.base.days import Span
from tracker.domain.base.errors import NotAllowed
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.drafting.body_groups import save_group
from tracker.services.drafting.drafts import start_together
from tracker.services.people.reprisals import note_reprisal
from tracker.services.ports.people import RoleName, TrailFilter
from tracker.web.desk.drafting import batch_review

NEW = f"/desk/new?block={BLOCK}"
FOUR = ("pk-pta", "pk-interior", "pk-cabinet-division", "pk-sindh-home")
CITIZEN = {"pk-raia-2017": "citizen", "pk-sindh-rti-2016": "citizen"}
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def office_library(request: pytest.FixtureRequest) -> Library:
    """Thirty bodies. A test may name one that has no address."""
    library = thirty_bodies()
    if key := getattr(request, "param", ""):
        bodies = dict(library.bodies) | {key: replace(library.body(key), address=())}
        return replace(library, bodies=bodies)
    return library


def ticked(page: Page) -> list[str]:
    return list(page.tree.xpath("//input[@name='body'][@checked]/@value"))


def a_batch(office: Office) -> str:
    """The path of a batch of four drafts with everything filled in."""
    by = somebody(office).id
    begun = start_together(office, BLOCK, FOUR, AYESHA, CITIZEN, by=by)
    return f"/desk/batches/{office.related_requests.of(begun[0].reference).batch}"


def choose(lawyer: Browser, page: Page, action: str, **fields: object) -> Page:
    return lawyer.submit(page, {"pick": action, **fields}, path="/desk/new")


# The language


def test_all_drafts_under_a_law_are_written_in_another_language_at_once(
    lawyer: Browser, office: Office
) -> None:
    path = a_batch(office)
    batch = path.rpartition("/")[2]
    page = lawyer.get(path)
    assert "Write all in Urdu" in page.words

    page = lawyer.submit(page, {"language": "pk-raia-2017 ur"}, path=path)

    assert "3 drafts changed" in page.words
    drafts = [office.drafts.draft(each) for each in office.related_requests.batch(batch)]
    written = {draft.law: draft.language for draft in drafts}
    assert written == {"pk-raia-2017": "ur", "pk-sindh-rti-2016": "en"}
    refused = lawyer.submit(page, {"language": "pk-raia-2017 fr"}, path=path)
    assert refused.status == 422
    assert "That language is not available" in refused.words


# Choosing bodies


def test_a_set_adds_to_the_chosen_bodies(lawyer: Browser) -> None:
    page = choose(lawyer, lawyer.get(NEW), "role:cabinet", body=["pk-sindh-home"])
    assert ticked(page) == ["pk-cabinet-division", "pk-sindh-home"]
    page = choose(lawyer, page, "law:pk-kp-rti-2013")
    assert set(ticked(page)) == {"pk-cabinet-division", "pk-sindh-home", "pk-kp-home"}
    assert len(ticked(choose(lawyer, page, "all"))) == WANTED
    assert ticked(choose(lawyer, page, "none")) == []
    assert ticked(choose(lawyer, page, "linked", body=[])) == [
        "pk-pta",
        "pk-interior",
        "pk-moitt",
        "pk-cabinet-division",
    ]


def test_pasted_names_are_added_and_the_others_stay_with_near_ones(lawyer: Browser) -> None:
    text = f"PTA\nMinistry of Interier\n{HOSTILE}"
    page = choose(lawyer, lawyer.get(NEW), "paste", body=["pk-sindh-home"], pasted=text)

    assert set(ticked(page)) == {"pk-pta", "pk-sindh-home"}
    assert "2 lines were not recognised." in page.words
    assert page.value("pasted").strip() == f"Ministry of Interier\n{HOSTILE}"
    assert "<script>alert" not in page.text
    near = page.tree.xpath("//li[contains(., 'Interier')]//input[@name='body']/@value")
    assert near[0] == "pk-interior"
    both = lawyer.submit(page, {"body": ["pk-pta", *near]}, path="/desk/new")
    assert both.answer.request.path == "/desk/new/together"


def test_other_words_of_a_pasted_line_are_reported(lawyer: Browser) -> None:
    text = f"PTA; Cabinet Division, {HOSTILE}"

    page = choose(lawyer, lawyer.get(NEW), "paste", pasted=text)

    assert ticked(page) == ["pk-pta", "pk-cabinet-division"]
    assert f"were left out: 1. They include “{HOSTILE}”." in page.words
    assert "<script>alert" not in page.text


def test_a_group_is_saved_used_and_deleted(lawyer: Browser, office: Office) -> None:
    name = f"Home {HOSTILE}"
    page = choose(lawyer, lawyer.get(NEW), "save", body=list(FOUR), group=name)
    (group,) = office.workbook.groups.all()
    assert (group.name, group.bodies) == (name, FOUR)
    assert "<script>alert" not in page.text
    assert set(ticked(page)) == set(FOUR)

    again = choose(lawyer, page, "save", group=name.upper())
    assert again.status == 409
    assert set(ticked(again)) == set(FOUR)
    assert again.value("group") == name.upper()

    used = choose(lawyer, lawyer.get(NEW), f"group:{group.id}")
    assert set(ticked(used)) == set(FOUR)
    gone = choose(lawyer, used, f"forget:{group.id}")
    assert office.workbook.groups.all() == ()
    assert set(ticked(gone)) == set(FOUR)


def test_bodies_of_another_country_in_a_group_are_counted_and_left_out(
    lawyer: Browser, office: Office
) -> None:
    abroad = [key for key, body in office.library.bodies.items() if body.country != "pk"][:2]
    group = save_group(office, "Abroad", [*abroad, "pk-pta"], by=somebody(office).id)

    page = choose(lawyer, lawyer.get(NEW), f"group:{group.id}")

    assert ticked(page) == ["pk-pta"]
    assert "Not among the bodies that can be asked here: 2." in page.words


def test_a_body_whose_law_came_later_says_why_and_is_not_added(app: Flask, office: Office) -> None:
    bodies, laws = dict(office.library.bodies), dict(office.library.laws)
    laws["pk-later"] = replace(
        laws["pk-raia-2017"], key="pk-later", in_force=Span(date(2030, 1, 1), None)
    )
    bodies["pk-moitt"] = replace(bodies["pk-moitt"], laws=("pk-later",))
    bare = replace(office, library=replace(office.library, bodies=bodies, laws=laws))
    lawyer = signed_in(an_app(bare), bare, somebody(bare))

    page = choose(lawyer, lawyer.get(NEW), "paste", pasted="PTA\npk-moitt")

    assert ticked(page) == ["pk-pta"]
    assert page.words.count("We know of no law that applied to") >= 2


def test_the_capacity_is_asked_once_for_each_law(lawyer: Browser, office: Office) -> None:
    chosen = "&".join(f"body={each}" for each in FOUR)
    where = f"/desk/new/together?block={BLOCK}&{chosen}"
    page = lawyer.get(where)
    laws = page.tree.xpath("//input[starts-with(@name, 'capacities-')][@type='hidden']/@value")
    assert laws == ["pk-raia-2017", "pk-sindh-rti-2016"]

    typed = {
        "name": "Ayesha Namoona",
        "address": "House 7",
        "contact": "a@example.org",
        "capacities-0-eligibility": "citizen",
        "capacities-1-eligibility": "citizen",
    }
    lawyer.submit(page, typed, path=where)

    assert {draft.eligibility for draft in office.drafts.all()} == {"citizen"}
    assert len(office.drafts.all()) == 4


# Items


def test_items_are_changed_in_all_drafts_and_other_changes_stay(
    lawyer: Browser, office: Office
) -> None:
    batch = a_batch(office)
    page = lawyer.get(f"{batch}/items")
    was = page.tree.xpath("//input[@name='was']/@value")
    added = next(key for key in page.tree.xpath("//input[@name='item']/@value") if key not in was)
    # In the meantime someone removes an item from one draft.
    draft = next(each for each in office.drafts.all() if each.body == "pk-pta")
    lawyer.submit(f"/desk/drafts/{draft.reference}", {"questions": was[1:], "action": "save"})

    lawyer.submit(page, {"item": [*was, added], "action": "save"}, path=f"{batch}/items")

    after = office.drafts.draft(draft.reference).questions
    assert was[0] not in after
    assert set(was[1:]) <= set(after)
    assert all(
        added in each.questions for each in office.drafts.all() if each.body == "pk-interior"
    )


def test_a_starting_set_selects_items_and_saves_nothing(lawyer: Browser, office: Office) -> None:
    batch = a_batch(office)
    before = {draft.version for draft in office.drafts.all()}

    page = lawyer.submit(
        lawyer.get(f"{batch}/items"), {"action": "start-all"}, path=f"{batch}/items"
    )

    items = page.tree.xpath("//input[@name='item']/@value")
    assert page.tree.xpath("//input[@name='item'][@checked]/@value") == items
    assert {draft.version for draft in office.drafts.all()} == before


# Approval


def test_all_letters_are_approved_after_one_page(lawyer: Browser, office: Office) -> None:
    batch = a_batch(office)
    page = lawyer.get(f"{batch}/review")
    assert "Check 4 letters" in page.words
    assert "Applicant of all letters: Ayesha Namoona." in page.words

    done = lawyer.submit(page, {}, path=f"{batch}/review")

    assert "4 letters approved." in done.words
    seen, _ = office.people.trail.entries(TrailFilter(act="applicant-seen"), 0, 10)
    assert len({entry.about for entry in seen}) == 4
    assert "Every letter of this batch is approved." in lawyer.get(f"{batch}/review").words


def test_a_letter_that_cannot_be_approved_has_its_reason_in_its_row(
    lawyer: Browser, office: Office
) -> None:
    batch = a_batch(office)
    page = lawyer.get(f"{batch}/review")
    draft = next(each for each in office.drafts.all() if each.body == "pk-pta")
    lawyer.submit(f"/desk/drafts/{draft.reference}/applicant", {"name": "", "action": "save"})

    refused = lawyer.submit(page, {}, path=f"{batch}/review")

    assert refused.status == 409
    assert "No letter was approved, because 1 of them cannot be." in refused.summary()[0]
    (row,) = refused.tree.xpath("//tr[.//span[@class='wrong']]")
    assert "PTA" in row.text_content()
    assert len(office.drafts.all()) == 4


def test_a_letter_without_a_decision_on_its_signatory_is_marked_and_not_selected(
    lawyer: Browser, office: Office
) -> None:
    batch = a_batch(office)
    me = somebody(office).id
    note_reprisal(office, "pk-pta", "A requester was questioned.", "2024", "A report", by=me)

    page = lawyer.get(f"{batch}/review")

    (link,) = page.tree.xpath("//span[@class='wrong']/a[contains(@href, '/signing')]")
    assert "A lawyer must record who signs, and why." in link.text_content()
    assert len(page.tree.xpath("//input[@name='reference'][@checked]")) == 3
    assert "3 letters approved." in lawyer.submit(page, {}, path=f"{batch}/review").words


def test_a_wording_that_cannot_be_sent_is_marked_and_not_selected(
    lawyer: Browser, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = a_batch(office)
    monkeypatch.setattr(batch_review, "require_usable", taken_on_for("pk-raia-2017"))

    page = lawyer.get(f"{batch}/review")

    laws = {each.reference: each.law for each in office.drafts.all()}
    selected = page.tree.xpath("//input[@name='reference'][@checked]/@value")
    assert {laws[each] for each in selected} == {"pk-raia-2017"}
    assert page.words.count("No lawyer took this wording on.") == len(laws) - len(selected)


def taken_on_for(law: str) -> Callable[[Office, Law, str], None]:
    """A check of wordings that accepts one law alone."""

    def check(office: Office, other: Law, language: str) -> None:
        if other.key != law:
            raise NotAllowed("No lawyer took this wording on.")

    return check


@pytest.mark.parametrize("office_library", ["pk-pta"], indirect=True)
def test_a_letter_without_an_address_is_marked_and_can_be_approved(
    lawyer: Browser, office: Office
) -> None:
    batch = a_batch(office)
    page = lawyer.get(f"{batch}/review")
    bodies = {each.body: each for each in office.drafts.all()}
    unknown = {key for key in bodies if not office.library.body(key).address}
    links = page.tree.xpath("//a[normalize-space()='No address']/@href")
    assert len(links) == len(unknown)
    draft = bodies["pk-pta"]
    (link,) = (each for each in links if draft.reference in each)
    applicant, _, field = link.partition("#")
    assert applicant == f"/desk/drafts/{draft.reference}/applicant"
    assert lawyer.get(applicant).tree.xpath(f"//textarea[@id='{field}']")
    assert len(page.tree.xpath("//input[@name='reference'][@checked]")) == 4

    own = {"recipient_address": "1 Example Road", "recipient_source": "The diary register"}
    lawyer.submit(applicant, own | {"action": "save"})

    left = lawyer.get(f"{batch}/review").tree.xpath("//a[normalize-space()='No address']")
    assert len(left) == len(unknown) - 1


def test_an_approval_without_a_selection_is_refused(lawyer: Browser, office: Office) -> None:
    batch = a_batch(office)

    refused = lawyer.submit(
        lawyer.get(f"{batch}/review"), {"reference": []}, path=f"{batch}/review"
    )

    assert refused.summary() == ["Select at least one letter."]
    assert len(office.drafts.all()) == 4


def test_an_advocate_neither_approves_nor_downloads_the_letters(
    app: Flask, office: Office
) -> None:
    batch = a_batch(office)
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Ada Advocate"))

    assert advocate.get(f"{batch}/review").status == 403
    assert advocate.get(f"{batch}/parcel").status == 403
    assert advocate.get("/desk/log-table/sent").status == 403
    assert advocate.get(f"{batch}/items").status == 200


# Parcel and table


def approved(lawyer: Browser, office: Office) -> str:
    batch = a_batch(office)
    lawyer.submit(lawyer.get(f"{batch}/review"), {}, path=f"{batch}/review")
    return batch


def test_the_letters_are_downloaded_in_one_zip(lawyer: Browser, office: Office) -> None:
    batch = approved(lawyer, office)
    page = lawyer.get(f"{batch}/parcel")
    assert "4 approved letters" in page.words

    taken = lawyer.client.post(f"{batch}/parcel", data=dict(page.form().form_values()))

    with zipfile.ZipFile(io.BytesIO(taken.data)) as archive:
        assert len(archive.namelist()) == 7
    none = lawyer.submit(page, {"formats": []}, path=f"{batch}/parcel")
    assert none.summary() == ["Choose at least one format for the letters."]


def test_a_table_is_checked_then_logged_and_faulty_lines_stay(
    lawyer: Browser, office: Office
) -> None:
    batch = approved(lawyer, office)
    where = f"/desk/log-table/sent?batch={batch.rpartition('/')[2]}"
    page = lawyer.get(where)
    head, *lines = page.value("table").strip().splitlines()
    assert len(lines) == 4
    days = [f"{line.rstrip()}\t2026-11-24\tTCS" for line in lines[:3]]
    text = "\n".join([head, *days, f"{HOSTILE}\tx\thand\t2026-11-24"])

    checked = lawyer.submit(page, {"table": text, "action": "check"}, path=where)
    assert "1 line has a fault." in checked.words
    assert "3 lines can be logged" in checked.words
    assert "<script>alert" not in checked.text
    bare = lawyer.submit(checked, {"table": text, "action": "log"}, path=where)
    assert bare.status == 422
    assert "Line 2 has no proof." in bare.summary()[0]
    assert bare.value("table").strip() == text
    scan = {"papers": (a_pdf(("Receipts.",)), "receipts.pdf")}
    logged = lawyer.submit(checked, {"table": text, "action": "log"}, scan, path=where)

    assert "3 entries logged." in logged.words
    assert logged.value("table").strip() == "\n".join([head, text.splitlines()[-1]])
    assert "4 of 4 finalised, 3 sent" in lawyer.get(batch).words


def test_the_page_of_receipts_lists_the_sent_letters(lawyer: Browser, office: Office) -> None:
    batch = approved(lawyer, office)
    name = batch.rpartition("/")[2]
    page = lawyer.get(f"/desk/log-table/received?batch={name}")

    assert page.value("table").strip() == ""
    empty = lawyer.submit(page, {"action": "check"}, path=f"/desk/log-table/received?batch={name}")
    assert empty.summary() == ["Paste the table, or type one line for each letter."]
