"""Records of domains, asked of a DNS server that answers, stays silent, or fails."""

import pytest

from tests.mail.dns_server import a_dns_server
from tracker.mail.domain_records import DnsRecords


def test_records_are_asked_for_within_a_limit_of_time() -> None:
    name = "office.example"
    records = {
        (name, "TXT"): ['"v=spf1 " "mx -all"', '"other"'],
        (name, "MX"): ["20 second.example.", "10 first.example."],
        ("slow.example", "TXT"): ["silent"],
        ("ill.example", "TXT"): ["broken"],
    }
    with a_dns_server(records) as resolver:
        asked = DnsRecords(resolver, seconds=1)
        assert sorted(asked.texts(name)) == ["other", "v=spf1 mx -all"]
        assert list(asked.mail_hosts(name)) == ["first.example.", "second.example."]
        assert list(asked.texts("nowhere.example")) == []
        assert list(asked.mail_hosts("slow.example")) == []
        for silent in ("slow.example", "ill.example"):
            with pytest.raises(TimeoutError):
                asked.texts(silent)
