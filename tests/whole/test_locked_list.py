"""The list of requests while private words are locked, as after signing in with a passkey."""

from pathlib import Path

import pytest

from tests.web.browser import Browser
from tests.whole.canaries import Canaries, Planting
from tests.whole.test_stolen_disk import PASSWORD, at_work
from tests.whole.test_stolen_disk import folder as folder
from tracker.app.site_of_office import app_of
from tracker.services.people.sessions import digest
from tracker.settings import read_settings

pytestmark = pytest.mark.slow


def test_the_list_opens_without_a_password_and_a_tag_asks_for_it(folder: Path) -> None:
    canaries = Canaries()
    with at_work(folder) as disk:
        with disk.opened():
            reference = Planting(disk.office, disk.by, canaries).all_about(1)
        browser = Browser(app_of(read_settings(), disk.office), disk.token)
        shown = canaries.found([browser.get("/desk/requests").text.encode()])
        assert {"name of a view of applicant 1", "tag of applicant 1"} <= set(shown)

        disk.office.people.sessions.unlock(digest(disk.token), b"")
        page = browser.get("/desk/requests")
        assert page.status == 200
        assert reference.upper() in page.text.upper()
        assert canaries.found([page.text.encode()]) == []

        asked = browser.get("/desk/requests?tag=court")
        assert "Open private data" in asked.words
        where = asked.answer.request.full_path
        opened = browser.submit(asked, {"unlock-password": PASSWORD}, path=where)
        assert opened.answer.request.path == "/desk/requests"
        assert reference.upper() in opened.text.upper()
