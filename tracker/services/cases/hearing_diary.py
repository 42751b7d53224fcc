"""The diary of hearings: day, time, bench, counsel and place, with clashes across requests.

The day is an event of the timeline. Time, bench, counsel and place are sealed with the other
private words of the request.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tracker.domain.base.errors import BadInput
from tracker.domain.case.agenda import Matter
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.hearing_clashes import Appointment, Clash, clashes_of
from tracker.domain.case.hearings import Hearing, hearings
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import record_in
from tracker.services.ports.cases import CaseFile, CaseRow, RowFilter

MOST_IN_DIARY = 200
LONGEST_HEARING_DETAIL = 200
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class HearingDetails:
    """What is private about a hearing. `time` is written `10:30`; each may be empty."""

    time: str = ""
    bench: str = ""
    counsel: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class DiaryHearing:
    """A hearing that is still to be held, with its request and the others on its day."""

    row: CaseRow
    hearing: Hearing
    details: HearingDetails
    appointment: Appointment
    clashes: tuple[Clash, ...]


def record_hearing(
    office: Office,
    reference: str,
    event: HearingFixed | Adjourned,
    papers: Sequence[Upload],
    details: HearingDetails,
    *,
    by: str,
) -> None:
    """Record that a hearing was scheduled or adjourned, with its private details; both or none.

    Raises as `record_in` and `keep_hearing_details` do.
    """
    require_details(details)
    with office.cases.open(reference) as case:
        entry = record_in(office, case, event, papers, by=by)
        _keep(case, event.hearing if isinstance(event, Adjourned) else entry.seq, details)


def keep_hearing_details(
    office: Office, reference: str, seq: int, details: HearingDetails
) -> None:
    """Replace the private details of a hearing.

    Raises BadInput for another entry, a time that is none, or words that are too long.
    """
    require_details(details)
    with office.cases.open(reference) as case:
        state = case_status_of(case.history, office.library).case_state
        if seq not in {each.fixed.seq for each in hearings(state)}:
            raise BadInput(
                "Entry {seq} is not a scheduled hearing. Choose one on the page.", seq=seq
            )
        _keep(case, seq, details)


def require_details(details: HearingDetails) -> None:
    """Raise BadInput for a time that is none, or words that are too long."""
    if details.time and not _TIME.fullmatch(details.time):
        raise BadInput("Enter the time as hours and minutes, for example 10:30.")
    if any(len(words) > LONGEST_HEARING_DETAIL for words in asdict(details).values()):
        raise BadInput(
            "Each detail must be {longest} characters or fewer.", longest=LONGEST_HEARING_DETAIL
        )


def _keep(case: CaseFile, seq: int, details: HearingDetails) -> None:
    case.keep_words(_name(seq), json.dumps(asdict(details), ensure_ascii=False))


def hearing_details(case: CaseFile, seq: int) -> HearingDetails:
    """Return the private details of a hearing; empty if there are none or they were erased."""
    words = case.words(_name(seq))
    return HearingDetails(**json.loads(words)) if words else HearingDetails()


def hearing_diary(office: Office) -> tuple[Sequence[DiaryHearing], int]:
    """Return the hearings that are still to be held, by day and time, and how many requests have
    one. Those of the first 200 requests are shown."""
    rows, total = office.case_rows.rows(RowFilter(matter=Matter.HEAR), 0, MOST_IN_DIARY)
    known = {row.reference: row for row in rows}
    found: list[tuple[CaseRow, Hearing, HearingDetails, Appointment]] = []
    with office.cases.look_all(list(known)) as cases:
        for case in cases:
            state = case_status_of(case.history, office.library).case_state
            for each in hearings(state):
                if each.waits and each.day:
                    details = hearing_details(case, each.fixed.seq)
                    at = Appointment(
                        case.reference, each.fixed.seq, each.day, details.time, details.counsel
                    )
                    found.append((known[case.reference], each, details, at))
    found.sort(key=lambda one: (one[3].day, one[3].time, one[3].reference, one[3].seq))
    appointments = [at for *_, at in found]
    return [DiaryHearing(*one, clashes_of(one[3], appointments)) for one in found], total


def _name(seq: int) -> str:
    return f"hearing {seq}"
