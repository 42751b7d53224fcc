"""Asks the DNS for records of domains, with a limit of time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.services.ports.correspondence.checking import DomainRecords

if TYPE_CHECKING:
    from dns.resolver import Resolver

LOOKUP_SECONDS = 5.0


class DnsRecords(DomainRecords):
    """Asks this resolver, or the one of the machine."""

    def __init__(
        self, resolver: "Resolver | None" = None, seconds: float = LOOKUP_SECONDS
    ) -> None:
        self._resolver, self._seconds = resolver, seconds

    def texts(self, name: str) -> Sequence[str]:
        answers = self._asked(name, "TXT")
        return [b"".join(each.strings).decode("utf-8", "replace") for each in answers]

    def mail_hosts(self, domain: str) -> Sequence[str]:
        found = sorted(self._asked(domain, "MX"), key=lambda each: int(each.preference))
        return [str(each.exchange) for each in found]

    def _asked(self, name: str, kind: str) -> Sequence[Any]:
        """Return the records under a name, none if there are none. Raises TimeoutError."""
        # Imported here, since few processes of an office ever ask.
        import dns.exception
        import dns.resolver

        nothing_there = (
            dns.resolver.NXDOMAIN,
            dns.resolver.NoAnswer,
            dns.exception.SyntaxError,
            dns.name.LabelTooLong,
            dns.name.EmptyLabel,
            dns.name.NameTooLong,
        )
        try:
            resolver = self._resolver or dns.resolver.get_default_resolver()
            return list(resolver.resolve(name, kind, lifetime=self._seconds, search=False))
        except nothing_there:
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise TimeoutError from error
