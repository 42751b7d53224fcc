"""Hostile files at every door of the desk that takes files: each is refused in one sentence, with
nothing kept of it; or it is what it claims, lies sealed, and leaves as an attachment alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.documents.hostile import CARRIERS, SCRIPT
from tests.offices import AYESHA, BY, a_request
from tests.services.core.test_hostile_files import CORPUS, PDF
from tests.services.drafting.test_logos import SIGNERS
from tests.web.browser import Browser, signed_in, somebody
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, start
from tracker.services.letters.letterhead import stands
from tracker.services.ports.people import RoleName

# What was chosen, and under which name.
Files = Iterator[tuple[str, bytes]]


def corpus() -> Files:
    for why, (called, content, _) in CORPUS.items():
        # What is too large never reaches a form: tests/web/base/test_attacks.py and below.
        if why != "oversize":
            yield called, content()


def carriers() -> Files:
    for called, content in CARRIERS.items():
        yield called, content()


def kept_by(office_folder: Path) -> dict[str, bytes]:
    """Every file of the evidence, with its bytes."""
    folder = office_folder / "evidence"
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.fixture
def admin(app: Flask, office: Office) -> Browser:
    return signed_in(app, office, somebody(office, RoleName.ADMIN, "Alia Admin"))


def test_evidence_refuses_the_whole_corpus_and_keeps_nothing_of_it(
    lawyer: Browser, office: Office, tmp_path: Path
) -> None:
    reference = a_request(office)
    before = kept_by(tmp_path)
    for called, content in corpus():
        page = lawyer.submit(
            f"/desk/requests/{reference}/record/document-received",
            {"on": "2024-03-01", "channel": "post"},
            {"papers": (content, called)},
        )

        assert page.status in (413, 422), called
        assert page.status == 413 or page.summary(), called
        assert "Traceback" not in page.text
    assert kept_by(tmp_path) == before
    with office.cases.look(reference) as case:
        assert len(case.history) == 3


@pytest.mark.slow
def test_a_letterhead_is_none_of_them(admin: Browser, office: Office) -> None:
    for called, content in (*corpus(), *carriers()):
        page = admin.submit("/desk/letterhead", files={"document": (content, called)})

        assert page.status in (413, 422), called
        assert not stands(office), called


@pytest.mark.slow
def test_a_logo_is_none_of_them_but_an_image_drawn_again(lawyer: Browser, office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    save(office, replace(draft, eligibility="citizen"), replace(AYESHA, cosigners=SIGNERS), by=BY)
    path = f"/desk/drafts/{draft.reference}/logos"
    drawn = []
    for called, content in (*corpus(), *carriers()):
        page = lawyer.submit(path, {"place": "0"}, {"logo": (content, called)})
        if page.status == 200:
            drawn.append(called)
        else:
            assert page.status in (413, 422), called
    assert drawn == ["page.png", "scan.jpeg"], "pictures that can be drawn"
    letter = lawyer.client.get(f"/desk/drafts/{draft.reference}/letter.docx").data
    assert SCRIPT not in letter
    assert b"Zarmina" not in letter


@pytest.mark.slow
def test_a_list_of_requests_is_none_of_them(lawyer: Browser, office: Office) -> None:
    for called, content in (*corpus(), *carriers()):
        page = lawyer.submit("/desk/imports", files={"file": (content, called)})
        if called == "page.eml":
            # Its lines can be read as rows. What stands in them is shown as words.
            assert page.status == 200
            assert SCRIPT.decode() not in page.text
            assert "<script>" in page.words
        else:
            assert page.status in (413, 422), called
            assert page.status == 413 or page.summary()[0].count(". ") <= 2, called
    assert len(list(office.cases.references())) == 0


@pytest.mark.samples("bomb.png", "acts.pdf", "page.eml")
@pytest.mark.parametrize("called", CARRIERS)
def test_what_carries_more_than_it_shows_lies_sealed_and_leaves_as_an_attachment(
    lawyer: Browser, office: Office, tmp_path: Path, called: str
) -> None:
    reference, content = a_request(office), CARRIERS[called]()

    answer, name = handed_in(lawyer, office, reference, called, content)

    assert answer.data == content, "to the byte as it came"
    assert name == called
    ending = called.rpartition(".")[2].replace("jpeg", "jpg")
    assert answer.headers["Content-Type"].partition(";")[0] == MEDIA_TYPES[ending]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert not any(content[:200] in data for data in kept_by(tmp_path).values())


@pytest.mark.samples("u202e", "passwd", "evil")
@pytest.mark.parametrize(
    ("called", "leaves_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("a\u2066b\u2069.pdf", "ab.pdf"),
        ("\x1b[31ma\x07.pdf", "[31ma.pdf"),
        ("a; filename=evil.html;.pdf", "a; filename=evil.html;.pdf"),
        ("…خط.pdf", "…خط.pdf"),
        ("CON.pdf", "CON.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
    ],
)
def test_a_name_steers_nothing_when_the_paper_leaves(
    lawyer: Browser, office: Office, called: str, leaves_as: str
) -> None:
    reference = a_request(office)

    answer, name = handed_in(lawyer, office, reference, called, PDF)

    assert name == leaves_as
    said = answer.headers["Content-Disposition"]
    assert said.isprintable()
    assert said.isascii()
    page = lawyer.get(f"/desk/requests/{reference}")
    assert "<img src=x" not in page.text
    assert not {"\u202e", "\u2066", "\x1b", "\x07"} & set(page.text)


def handed_in(
    lawyer: Browser, office: Office, reference: str, called: str, content: bytes
) -> tuple[TestResponse, str]:
    """What the desk sends of a paper that was just put on file, and under which name."""
    page = lawyer.submit(
        f"/desk/requests/{reference}/record/document-received",
        {"on": "2024-03-01", "channel": "post"},
        {"papers": (content, called)},
    )
    assert page.status == 200, page.summary()
    with office.cases.look(reference) as case:
        (digest,) = case.history[-1].event.evidence
    answer = lawyer.client.get(f"/desk/requests/{reference}/papers/{digest}")
    said = answer.headers["Content-Disposition"]
    kind, _, told = said.partition("; ")
    assert kind == "attachment"
    if "filename*=UTF-8''" in told:
        return answer, unquote(told.partition("filename*=UTF-8''")[2])
    return answer, told.removeprefix("filename=").strip('"')
