"""What other sites show of a page: its picture, with the words that go with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from PIL import Image, ImageFont

from tests.offices import Clock, an_office, the_library
from tests.web import record_scenes as scenes
from tracker.domain.base.terms import WithheldBecause
from tracker.services.core.office import Office
from tracker.services.publishing.publishing import withhold
from tracker.translations import locale
from tracker.web.record.feeds.drawing import TYPEFACE, WASH, CardPreview, card_png

SITE = "https://record.example"
LIBRARY = the_library()
HEAVIEST = 40_000
BLOCK = "/blocks/pk-x-2024"
LONG = CardPreview(
    head="Throttling of social media and messaging in the whole of a country " * 2,
    lines=("in force on about 445 days up to a day on which it was last confirmed",) * 3,
    mark="Demonstration: not really filed.",
    foot="An office",
    language="en",
    direction="ltr",
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Clock]]:
    """An office that speaks its languages, with a few records."""
    with an_office(tmp_path_factory.mktemp("previews")) as (office, clock):
        scenes.a_silence(office)
        scenes.a_refusal(office)
        yield replace(office, locale=locale), clock


@pytest.fixture(scope="module")
def reader(opened: tuple[Office, Clock]) -> FlaskClient:
    return scenes.serve(opened[0])


def told(reader: FlaskClient, address: str) -> dict[str, str]:
    """The preview that a page gives to the sites on which it is shared."""
    page: Any = html.fromstring(reader.get(address).text)
    found = page.xpath("//meta[@property or @name='twitter:card']")
    return {each.get("property") or each.get("name"): each.get("content") for each in found}


def picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.samples("preview.png-]", "/-/preview")
@pytest.mark.parametrize("prefix", ["", "/ur"])
@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/", "/preview.png"),
        ("/about", "/preview.png"),
        ("/laws/pk-raia-2017", "/preview.png"),
        (BLOCK, f"{BLOCK}/preview.png"),
        (f"{BLOCK}/chronology", f"{BLOCK}/preview.png"),
        ("/bodies/pk-pta", "/bodies/pk-pta/preview.png"),
        ("/requests/r0000001", "/requests/r0000001/preview.png"),
    ],
)
def test_a_page_tells_other_sites_what_to_show(
    reader: FlaskClient, prefix: str, page: str, shown: str
) -> None:
    found = told(reader, prefix + page)

    assert found["og:url"].rstrip("/") == (SITE + prefix + page).rstrip("/")
    assert found["og:image"] == SITE + prefix + shown
    assert found["og:type"] == ("article" if "/requests/" in page else "website")
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:title"]
    assert found["og:image:alt"]
    answer = reader.get(prefix + shown)
    assert answer.mimetype == "image/png"
    assert len(answer.data) < HEAVIEST
    size = (int(found["og:image:width"]), int(found["og:image:height"]))
    assert picture(answer.data).size == size == (1200, 630)


def test_other_sites_may_show_the_pictures_and_frame_none(reader: FlaskClient) -> None:
    """A browser fetches what a page of another site shows, and is forbidden that by default."""
    for address in ("/preview.png", f"{BLOCK}/preview.png", "/ur/bodies/pk-pta/preview.png"):
        answer = reader.get(address)
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert reader.get(BLOCK).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_no_page_tells_other_sites_nothing(reader: FlaskClient) -> None:
    page: Any = html.fromstring(reader.get("/blocks/nowhere").text)

    assert page.xpath("//meta[@property]") == []


@pytest.mark.slow
def test_every_block_and_body_has_a_picture(reader: FlaskClient) -> None:
    for shelf, keys in (("blocks", LIBRARY.blocks), ("bodies", LIBRARY.bodies)):
        for key in list(keys)[::7]:
            assert reader.get(f"/ur/{shelf}/{key}/preview.png").status_code == 200, key
    assert reader.get("/bodies/nowhere/preview.png").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_the_picture_of_a_request_says_its_four_answers_as_its_page_does(
    reader: FlaskClient, prefix: str
) -> None:
    page: Any = html.fromstring(reader.get(f"{prefix}/requests/r0000001").text)
    answers = [
        f"{each.findtext('dt')} {each.find('dd/b').text_content()}"
        for each in page.xpath("//dl[@class='answers']/div")
    ]
    heading = page.findtext(".//h1")
    lines = picture(reader.get(f"{prefix}/requests/r0000001/preview.png").data).info
    said = lines["Description"].splitlines()

    assert said[1] == heading
    assert said[2] == page.findtext(".//p[@class='says']/span").strip()
    assert said[3:7] == answers
    assert len(answers) == 4
    assert told(reader, f"{prefix}/requests/r0000001")["og:image:alt"] == " · ".join(
        [heading, *answers]
    )


def test_a_record_taken_down_has_no_picture_any_more(opened: tuple[Office, Clock]) -> None:
    office = opened[0]
    reference = scenes.a_late_answer(office)
    address = f"/requests/{reference}/preview.png"
    reader = scenes.serve(office)
    assert reader.get(address).status_code == 200

    withhold(office, reference, WithheldBecause.SAFETY, by="someone")

    gone = reader.get(address)
    assert gone.status_code == 410
    assert gone.mimetype == "text/plain"
    assert reader.get("/requests/nothing0/preview.png").status_code == 404


def test_a_picture_of_a_demonstration_says_so(reader: FlaskClient) -> None:
    for address in ("/preview.png", f"{BLOCK}/preview.png", "/ur/bodies/pk-pta/preview.png"):
        image = picture(reader.get(address).data).convert("RGB")
        assert image.getpixel((600, 2)) == tuple(bytes.fromhex(WASH[1:])), address


def test_a_picture_stays_the_same_where_nothing_changed(
    opened: tuple[Office, Clock], reader: FlaskClient
) -> None:
    """X in Pakistan was restored on 7 May 2025: its days go on no more."""
    clock, address = opened[1], f"{BLOCK}/preview.png"
    before = reader.get(address).data
    clock.moment += timedelta(days=3)

    assert reader.get(address).data == before


def test_no_line_is_left_out_however_long_they_are() -> None:
    shorter = replace(LONG, lines=LONG.lines[:-1])

    assert card_png(LONG) != card_png(shorter)


def test_the_letters_of_urdu_are_joined() -> None:
    font = ImageFont.truetype(str(TYPEFACE / "urdu.ttf"), 40)
    word = "پاکستان"

    assert font.getlength(word) < 0.8 * sum(font.getlength(letter) for letter in word)


def test_urdu_in_an_english_picture_is_drawn_with_its_letters() -> None:
    """The typefaces without Urdu draw the same box for each of its letters."""
    drawn = {
        card_png(replace(LONG, head=f"X {word}", lines=(word,))) for word in ("پاک", "تان", "دور")
    }
    images = [picture(each).convert("L").crop((0, 90, 1200, 500)) for each in sorted(drawn)]

    assert len({image.tobytes() for image in images}) == 3


@pytest.mark.parametrize("size", [15, 48])
def test_the_typeface_without_urdu_has_the_letters_of_the_one_with_it(size: int) -> None:
    words = "PTA: no reason given – “X”, 17 February 2024, naïve, Élan, €5"
    plain, urdu = (
        ImageFont.truetype(str(TYPEFACE / name), size).getmask(words, anchor="ls")
        for name in ("plain.ttf", "urdu.ttf")
    )

    assert (plain.size, bytes(plain)) == (urdu.size, bytes(urdu))


@pytest.mark.parametrize("name", ["plain.ttf", "bold.ttf", "urdu.ttf"])
def test_the_letters_hold_every_sign_of_what_is_written_with_them(name: str) -> None:
    font = ImageFont.truetype(str(TYPEFACE / name), 40)
    missing = bytes(font.getmask("\U000fffff"))
    tongues = ("en", "ur") if name == "urdu.ttf" else ("en",)
    titles = [block.title for block in LIBRARY.blocks.values()]
    titles += [body.name for body in LIBRARY.bodies.values()]
    signs = {sign for title in titles for tongue in tongues for sign in title.in_language(tongue)}

    assert [sign for sign in signs - {" "} if bytes(font.getmask(sign)) == missing] == []
