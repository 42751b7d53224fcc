"""Commands run in the process of the tests."""

from tests.read_once import define_arguments_once, read_packaged_once

read_packaged_once()
define_arguments_once()
