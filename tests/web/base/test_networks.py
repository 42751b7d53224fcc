"""The network of a request: a household or company, and whether everybody has it."""

import pytest
from flask import Flask

from tracker.web.base.networks import reader_network


@pytest.mark.parametrize(
    ("address", "name", "shared"),
    [
        ("8.8.4.4", "8.8.4.0/24", False),
        ("8.8.4.250", "8.8.4.0/24", False),
        ("2600:1f18:1:2::3", "2600:1f18:1::/48", False),
        ("2600:1f18:1:ffff::9", "2600:1f18:1::/48", False),
        ("::ffff:8.8.4.4", "8.8.4.0/24", False),
        ("127.0.0.1", "127.0.0.0/24", True),
        ("::1", "::/48", True),
        ("192.168.7.9", "192.168.7.0/24", True),
        ("fe80::1%eth0", "fe80::/48", True),
        ("", "", True),
        ("unix:", "", True),
    ],
)
def test_an_address_belongs_to_a_network_that_many_may_share(
    no_page: Flask, address: str, name: str, shared: bool
) -> None:
    with no_page.test_request_context(environ_base={"REMOTE_ADDR": address}):
        network = reader_network()

    assert (network.name, network.shared) == (name, shared)
