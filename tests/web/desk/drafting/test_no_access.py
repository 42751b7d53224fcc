"""People without access to private data are stopped before they enter an applicant."""

from pathlib import Path

import pytest

from tests.web.browser import Browser, an_app
from tracker.app.assembly import found_office, open_office
from tracker.services.people.accounts import invite, set_password
from tracker.services.people.signing_in import Admitted
from tracker.services.ports.people import RoleName
from tracker.settings import read_settings


@pytest.mark.samples("together")
@pytest.mark.parametrize(
    "address",
    [
        "/desk/new?block=pk-x-2024",
        "/desk/new/together?block=pk-x-2024&body=pk-pta&body=pk-interior",
    ],
)
def test_a_lawyer_without_access_is_stopped_before_entering_an_applicant(
    tmp_path: Path, address: str
) -> None:
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path / "instance")})
    found_office(settings, live=True, name="Office", email="boss@example.org")
    with open_office(settings) as office:
        link = invite(office, "new@example.org", "New", RoleName.LAWYER)
        entry = set_password(office, link, "lantern gravel ninety harbour")
        assert isinstance(entry, Admitted)
        office.people.codes.propose(entry.account.id, "JBSWY3DPEHPK3PXP")
        office.people.codes.take_up(entry.account.id, 0)

        page = Browser(an_app(office), entry.token).get(address)

        assert page.status == 403
        assert "Ask a colleague who has access to give it to you" in page.words
        assert not office.drafts.all()
