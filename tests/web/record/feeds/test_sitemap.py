"""What search engines are told: every public page once, nothing of a demonstration."""

import re
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.web.record_scenes import a_refusal, a_silence, a_withheld_record, serve
from tracker.services.core.office import Office
from tracker.web.record import LAID_OUT_PAGES, PAGES, READERS_FORMS

SITE = "https://record.example"


def places(office: Office, path: str) -> list[str]:
    """The addresses of a list."""
    answer = serve(office).get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return re.findall("<loc>(.*?)</loc>", answer.text)


def test_every_address_of_every_list_is_a_page(office: Office) -> None:
    shown = {a_silence(office), a_refusal(office)}
    withheld = a_withheld_record(office)
    reader = serve(office)

    lists = places(office, "/sitemap.xml")
    found = [place for each in lists for place in places(office, each.removeprefix(SITE))]

    assert lists == [f"{SITE}/sitemap-pages.xml", f"{SITE}/sitemap-records-1.xml"]
    assert len(set(found)) == len(found)
    records = {place for place in found if "/requests/" in place}
    assert records == {f"{SITE}{way}/requests/{key}" for way in ("", "/ur") for key in shown}
    assert not [place for place in found if withheld in place]
    assert not [place for place in found if place.endswith("/search")]
    for place in found[::9]:
        assert reader.get(place.removeprefix(SITE)).status_code == 200, place


def test_every_kind_of_page_is_in_a_list(office: Office) -> None:
    """But for the search, whose pages are no end, and the links of mail."""
    a_silence(office)
    rules = {name: rule for name, (rule, *_) in (LAID_OUT_PAGES | PAGES | READERS_FORMS).items()}
    pages = {n: r for n, r in rules.items() if n != "search" and "token" not in r}
    found = [
        place.removeprefix(SITE)
        for each in places(office, "/sitemap.xml")
        for place in places(office, each.removeprefix(SITE))
    ]

    for name, rule in pages.items():
        for way in ("", "/ur"):
            pattern = re.compile(re.sub("<[a-z]+>", "[^/]+", way + rule))
            assert any(map(pattern.fullmatch, found)), name


def test_many_records_are_more_than_one_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.record.feeds.sitemap.RECORDS_IN_A_FILE", 1)
    made = sorted([a_silence(office), a_refusal(office)])

    second = places(office, "/sitemap-records-2.xml")

    assert len(places(office, "/sitemap.xml")) == 3
    assert second == [f"{SITE}/requests/{made[1]}", f"{SITE}/ur/requests/{made[1]}"]


@pytest.mark.parametrize("part", ["0", "2", "x", "\u0662", "99999999999999999999", "9" * 5000])
def test_a_list_that_is_not_there_is_said(office: Office, part: str) -> None:
    a_silence(office)

    assert serve(office).get(f"/sitemap-records-{part}.xml").status_code == 404


def test_a_demonstration_asks_to_be_left_alone(office: Office) -> None:
    assert serve(office).get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_live_record_is_open_and_its_desk_is_not(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        told = serve(office).get("/robots.txt").text.splitlines()

    assert "Disallow: /desk" in told
    assert {"Disallow: /search?", "Disallow: /ur/search?"} <= set(told)
    assert "Disallow: /" not in told
    assert told[-1] == f"Sitemap: {SITE}/sitemap.xml"
