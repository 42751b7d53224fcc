"""One test after another uses the same storage and application, and finds nothing of the last."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.offices import a_paper, a_request, an_office
from tests.web.browser import an_app
from tests.web.record_scenes import a_silence, serve


def test_the_next_office_has_neither_the_records_nor_the_files_of_the_last(tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    with an_office(folders[0]) as (office, clock):
        reference = a_silence(office)
        clock.set(date(2027, 1, 1))
        assert serve(office).get(f"/requests/{reference}").status_code == 200
        paper = office.archive.keep(reference, a_paper().data)

    with an_office(folders[1]) as (office, clock):
        assert serve(office).get(f"/requests/{reference}").status_code == 404
        assert clock().year == 2026
        assert a_request(office) == reference
        assert not list((folders[1] / "evidence").rglob(f"{paper[2:]}*"))
    assert list((folders[0] / "evidence").rglob(f"{paper[2:]}*"))


def test_the_next_office_has_the_compiled_templates_and_statements_of_the_last(
    tmp_path: Path,
) -> None:
    kept = []
    for live in (False, True):
        folder = tmp_path / str(live)
        folder.mkdir()
        with an_office(folder, live=live) as (office, _):
            app = an_app(office)
            app.test_client().get("/")
            kept.append((app, office.cases))
            assert office.premises.state().live is live

    assert kept[0] == kept[1]


def test_offices_that_are_open_at_once_share_nothing(tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    with an_office(folders[0]) as (first, _), an_office(folders[1]) as (second, _):
        reference = a_silence(first)

        assert an_app(first) is not an_app(second)
        assert serve(first).get(f"/requests/{reference}").status_code == 200
        assert serve(second).get(f"/requests/{reference}").status_code == 404


def test_another_view_of_an_office_has_an_application_of_its_own(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        app = an_app(office)

        assert an_app(office) is app
        assert an_app(replace(office, notice_days=1)) is not app
        assert an_app(office, secure_cookies=True) is not app


def test_stored_pages_are_made_again_when_the_application_is_fetched(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path) as (office, _):
        app = an_app(office)
        app.test_client().get("/blocks")
        kept = set(app.extensions)

        assert kept > set(an_app(office).extensions)
