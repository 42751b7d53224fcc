"""The public record of an office without a request, once for all tests of a file."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.offices import an_office
from tests.web import record_scenes as scenes
from tracker.services.core.office import Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office without a request."""
    with an_office(tmp_path_factory.mktemp("office")) as (opened, _):
        yield opened


@pytest.fixture(scope="module")
def reader(office: Office) -> FlaskClient:
    """A reader of the public record."""
    return scenes.serve(office)
