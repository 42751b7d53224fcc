"""People who add entries to the office's own library."""

import pytest

from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName


@pytest.fixture
def lawyer(office: Office) -> str:
    """The account of a lawyer."""
    return add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
