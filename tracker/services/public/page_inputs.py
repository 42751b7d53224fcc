"""The inputs of public pages: records, dates, the public log and the data package.

Each page declares its inputs by asking for them here. A page changes only if one of its inputs
does, so caches and copies of the site can tell from them whether a page is up to date.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.library import Library
from tracker.domain.record.alerts import Subject
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.tally import Scope
from tracker.services.core.office import Office
from tracker.services.ports.sought import RecordLine, Sought
from tracker.services.public.data_package import notices_after
from tracker.services.public.following import require_followed

Input = object
"""A value that is equal as long as the input has not changed."""


class PageInputs:
    """The current inputs, read from the office each time."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @property
    def library(self) -> Library:
        """Return the law library. Its digest is an input of every page."""
        return self._office.library

    def today_at(self, body: str) -> date:
        """Return the current date where a public body sits."""
        return self._office.today_at(body)

    def latest_today(self) -> date:
        """Return the latest current date at any public body."""
        return self._office.latest_today()

    def law_signatures(self, law: str) -> Input:
        """Return the signatures under a law."""
        return self._office.law_signatures.of_law(law)

    def record(self, reference: str) -> Input:
        """Return the current version of a record, and whether the log has it.

        Raises NotOnFile if nothing was published.
        """
        return self._office.records.edition(reference)

    def led_to(self, reference: str) -> Input:
        """Return the shown records whose items came from a record."""
        return self._versions(self._office.records.led_to(reference).get(reference, ()))

    def require_followed(self, subject: Subject) -> None:
        """Raise NotOnFile for an unknown block, body, outcome or request."""
        require_followed(subject, self._office.library, self._office.records)

    def changes(self, scope: Scope = Scope.ALL, subject: str = "") -> Input:
        """Return a mark of the last change to any record of a subject."""
        return self._office.records.last_change(scope, subject)

    def rows(self, sought: Sought, first: int, limit: int) -> Sequence[Input]:
        """Return the records in one part of a list, numbered from the oldest."""
        return self._versions(self._office.records.numbered(sought, first, limit))

    def newest(self, sought: Sought, limit: int) -> Sequence[Input]:
        """Return the records that changed last."""
        return self._versions(self._office.records.listed(sought, 0, limit))

    def corrected(self, limit: int) -> Sequence[Input]:
        """Return the records with the latest corrections."""
        return self._versions(self._office.records.corrected(0, None, limit))

    def notices(self, first: int, limit: int) -> Sequence[CorrectionNotice]:
        """Return one part of the corrections and takedowns, numbered from the oldest."""
        return notices_after(self._office, first, limit)

    def log(self) -> Input:
        """Return the newest checkpoint of the public log, its keys, and statements by others."""
        log = self._office.log
        try:
            return log.newest(), log.keys(), log.witnesses(), tuple(log.attestations())
        except Refusal:
            # The log cannot be read if its key or its newest checkpoint is missing.
            return None

    def data(self) -> Input:
        """Return the data package that is offered for download."""
        return self._office.data.made()

    def _versions(self, lines: Iterable[RecordLine]) -> Sequence[Input]:
        return [(line.reference, line.version) for line in lines]


class InputsOfACopy(PageInputs):
    """The inputs as they were when each kind was first read.

    A copy asks for thousands of pages, so versions, marks and lists are read once for all of them.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._references = cache(office.records.references)
        self._newest = cache(super().newest)
        self._corrected = cache(super().corrected)

    def record(self, reference: str) -> Input:
        """Return the digest of the current version, and whether its log entry is pending.

        Raises NotOnFile if nothing was published.
        """
        if reference not in self._editions:
            raise NotOnFile(
                "Record “{reference}” was not found. Check the list.",
                reference=reference,
            )
        return self._editions[reference], reference in self._waiting

    def led_to(self, reference: str) -> Input:
        """Return the shown records whose items came from a record, with their digests."""
        return self._versions(self._led_to.get(reference, ()))

    def changes(self, scope: Scope = Scope.ALL, subject: str = "") -> Input:
        """Return a mark of the last change to any record of a subject."""
        return self._changes.get((scope, subject), "")

    def rows(self, sought: Sought, first: int, limit: int) -> Sequence[Input]:
        """Return the records in one part of a list, with the digests of their versions."""
        found = self._references(sought)[first : first + limit]
        return [(reference, self._editions.get(reference)) for reference in found]

    def newest(self, sought: Sought, limit: int) -> Sequence[Input]:
        """Return the records that changed last, with the digests of their versions."""
        return self._newest(sought, limit)

    def corrected(self, limit: int) -> Sequence[Input]:
        """Return the records with the latest corrections, with the digests of their versions."""
        return self._corrected(limit)

    def _versions(self, lines: Iterable[RecordLine]) -> Sequence[Input]:
        return [(line.reference, self._editions.get(line.reference)) for line in lines]

    @cached_property
    def _editions(self) -> Mapping[str, str]:
        return self._office.records.editions()

    @cached_property
    def _led_to(self) -> Mapping[str, Sequence[RecordLine]]:
        return self._office.records.led_to()

    @cached_property
    def _waiting(self) -> frozenset[str]:
        return self._office.log.records_waiting()

    @cached_property
    def _changes(self) -> Mapping[tuple[Scope, str], str]:
        return self._office.records.last_changes()
