"""The pages of the office of each test, and somebody who is signed in at the desk."""

import pytest
from flask import Flask

from tests.web.desk.browser import Browser, an_app, signed_in, somebody
from tracker.services.office import Office


@pytest.fixture
def app(office: Office) -> Flask:
    """The pages of the office."""
    return an_app(office)


@pytest.fixture
def lawyer(app: Flask, office: Office) -> Browser:
    """The browser of a lawyer who is signed in."""
    return signed_in(app, office, somebody(office))


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """The browser of somebody who is not."""
    return Browser(app)
