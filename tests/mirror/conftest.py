"""An office for each test of copies."""

from tests.office_fixtures import clock as clock
from tests.office_fixtures import office as office
from tests.office_fixtures import office_and_clock as office_and_clock
from tests.office_fixtures import office_library as office_library
