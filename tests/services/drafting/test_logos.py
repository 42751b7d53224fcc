"""A place to sign for each organisation that signs, with its logo drawn again."""

import io
from dataclasses import replace

import pytest
from docx import Document
from PIL import Image

from tests.documents.reading import parts_of, words_of
from tests.offices import AYESHA, BY
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.request import Cosigner, Draft
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import request_bytes
from tracker.services.drafting.drafts import save, start
from tracker.services.drafting.logos import put_logo
from tracker.services.ports.cases import ChangedMeanwhile

ARTIST = 0x013B
SIGNERS = (
    Cosigner("bolo-bhi", "", "Sana Mithalpur", "Director"),
    Cosigner("", "Lahore Readers’ Circle", "Another Person"),
)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 20), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    told = Image.Exif()
    told[ARTIST] = "Somebody’s camera"
    Image.new(mode, size).save(out, kind, exif=told)
    return out.getvalue()


def logo(data: bytes | None = None, name: str = "logo.png") -> Upload:
    return checked_upload(name, data or picture())


@pytest.fixture
def draft(office: Office) -> Draft:
    begun = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    return save(office, begun, replace(AYESHA, cosigners=SIGNERS), by=BY)


def test_the_letter_has_a_place_to_sign_for_each_with_its_logo(
    office: Office, draft: Draft
) -> None:
    draft = put_logo(office, draft.reference, draft.version, 0, logo(), by=BY)

    docx = request_bytes(office, draft, office.drafts.applicant_of(draft.reference))

    said = words_of(docx)
    assert said.index("Signed in support") < said.rindex("Bolo Bhi") < said.rindex("Lahore Read")
    assert "Sana Mithalpur" in said.split("Signed in support")[1]
    (media,) = [part for part in parts_of(docx) if part.startswith("word/media/")]
    assert parts_of(docx)[media].startswith(b"\xff\xd8")
    (shown,) = Document(io.BytesIO(docx)).inline_shapes
    # Sixty dots by twenty, set 15 mm high.
    assert (shown.height, shown.width) == (540_000, 1_620_000)


def test_a_letter_that_nobody_else_signs_is_as_it_was(office: Office, draft: Draft) -> None:
    docx = request_bytes(office, draft, AYESHA)
    assert "Signed in support" not in words_of(docx)
    assert b"image/jpeg" not in parts_of(docx)["[Content_Types].xml"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_again_and_loses_all_that_was_hidden(
    office: Office, draft: Draft, kind: str
) -> None:
    name = f"logo.{kind.lower()}"
    hiding = picture(kind) + b"and a secret behind the picture"
    assert b"camera" in hiding
    draft = put_logo(office, draft.reference, draft.version, 0, logo(hiding, name), by=BY)
    docx = request_bytes(office, draft, office.drafts.applicant_of(draft.reference))
    media = [data for part, data in parts_of(docx).items() if part.startswith("word/media/")]
    assert b"secret" not in media[0]
    assert b"camera" not in media[0]


@pytest.mark.parametrize(
    ("upload", "complaint"),
    [
        (checked_upload("logo.txt", b"words"), "The logo must be a PNG or JPEG"),
        (checked_upload("logo.png", b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_000), "larger than 1 MB"),
        (checked_upload("logo.png", b"\x89PNG\r\n\x1a\nbroken"), "cannot be opened"),
        (
            checked_upload("logo.png", picture(size=(12_000, 12_000), mode="1")),
            "The image is too large to process. Log",
        ),
    ],
)
def test_what_is_no_small_picture_is_refused(
    office: Office, draft: Draft, upload: Upload, complaint: str
) -> None:
    with pytest.raises(BadInput, match=complaint):
        put_logo(office, draft.reference, draft.version, 0, upload, by=BY)
    assert office.drafts.applicant_of(draft.reference).cosigners == SIGNERS


def test_a_logo_is_taken_out_and_two_editors_do_not_overwrite_each_other(
    office: Office, draft: Draft
) -> None:
    stale = draft.version
    draft = put_logo(office, draft.reference, stale, 0, logo(), by=BY)
    with pytest.raises(ChangedMeanwhile):
        put_logo(office, draft.reference, stale, 0, None, by=BY)
    with pytest.raises(NotOnFile):
        put_logo(office, draft.reference, draft.version, 7, logo(), by=BY)
    put_logo(office, draft.reference, draft.version, 0, None, by=BY)
    assert office.drafts.applicant_of(draft.reference).cosigners[0].logo == ""
