"""Answers are handed in, a sentence rests on them, and a person makes it public."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.offices import a_request, an_office
from tests.ooni_answers import BLOCK, DAYS, NETWORKS, by_day, by_network, query_of
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.law.law import LetterKind
from tracker.domain.measurements.findings import CountedNetworks, CountSums
from tracker.domain.measurements.queries import QueryKind
from tracker.domain.measurements.strict_json import AnswerTrouble
from tracker.domain.words.letter import LetterChoices
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import compose
from tracker.services.measurements.measured_findings import (
    FindingWords,
    confirm_finding,
    discard_finding,
    draft_finding,
    is_contradicted,
    propose_finding,
    withdraw_finding,
)
from tracker.services.measurements.snapshots import query_states, take_answer
from tracker.services.people.accounts import add_account
from tracker.services.ports.measurements import StoredFinding
from tracker.services.ports.people import AuditAct, RoleName, TrailFilter

ASKED = date(2026, 11, 20)
SHUTDOWN = "pk-election-shutdown-2024"
WORDS = FindingWords({"en": "57 of 70 measurements show signs.", "ur": " "}, True, True)


def handed_in(office: Office, *, networks: bytes = by_network()) -> str:
    """Both answers about X that a sentence takes; the address of the one by day."""
    days = query_of(office, QueryKind.DAYS)
    take_answer(office, BLOCK, days, by_day(), asked_on=ASKED, by="lawyer")
    around = query_of(office, QueryKind.NETWORKS)
    take_answer(office, BLOCK, around, networks, asked_on=ASKED, by="lawyer")
    return days


def drafted(office: Office, words: FindingWords = WORDS, by: str = "lawyer") -> StoredFinding:
    proposed = propose_finding(office, BLOCK, handed_in(office))
    return draft_finding(office, BLOCK, proposed, words, by=by)


def test_an_answer_with_the_same_rows_is_not_kept_again(office: Office) -> None:
    address = query_of(office, QueryKind.DAYS)
    first = take_answer(office, BLOCK, address, by_day(), asked_on=ASKED, by="lawyer")
    slower = by_day(seconds=9.9)
    second = take_answer(office, BLOCK, address, slower, asked_on=ASKED, by="lawyer")
    assert (first.new, second.new) == (True, False)
    later = take_answer(office, BLOCK, address, by_day(DAYS[:-1]), asked_on=ASKED, by="lawyer")
    assert later.new
    assert len(office.measurements.snapshots(BLOCK)) == 2


def test_an_answer_with_a_trouble_is_kept_and_named(office: Office) -> None:
    address = query_of(office, QueryKind.DAYS)
    taken = take_answer(
        office, BLOCK, address, b'{"error": "quota exceeded"}', asked_on=ASKED, by="lawyer"
    )
    assert (taken.snapshot.trouble, taken.snapshot.where) == (
        AnswerTrouble.REFUSED,
        "quota exceeded",
    )
    state = next(s for s in query_states(office, office.library.block(BLOCK)) if s.newest)
    assert state.newest == taken.snapshot
    with pytest.raises(BadInput, match="no usable answer"):
        propose_finding(office, BLOCK, address)


def test_only_the_queries_of_the_blocks_own_watches_are_taken(office: Office) -> None:
    other = query_of(office, QueryKind.DAYS, block="pk-bluesky-2024")
    with pytest.raises(BadInput, match="No watch"):
        take_answer(office, BLOCK, other, by_day(), asked_on=ASKED, by="lawyer")


def test_an_answer_cannot_be_asked_for_tomorrow_nor_be_empty(office: Office) -> None:
    address = query_of(office, QueryKind.DAYS)
    tomorrow = office.latest_today() + timedelta(days=1)
    with pytest.raises(BadInput, match="future"):
        take_answer(office, BLOCK, address, by_day(), asked_on=tomorrow, by="lawyer")
    with pytest.raises(BadInput, match="1 byte"):
        take_answer(office, BLOCK, address, b"", asked_on=ASKED, by="lawyer")


def test_the_proposed_figures_are_those_of_the_block_and_of_the_days_before(
    office: Office,
) -> None:
    proposed = propose_finding(office, BLOCK, handed_in(office))
    assert proposed.figures is not None
    # 17, 10 and 30 with signs, 5, 2 and 6 without; the day of restoration is not counted.
    assert proposed.figures.during == CountSums(73, 70, 57, 0)
    assert proposed.figures.before == CountSums(57, 55, 1, 0)
    # From 10 to 16 February.
    assert proposed.figures.before_days == 7
    assert proposed.figures.networks == CountedNetworks(3, 2)
    assert proposed.says["en"] == (
        "OONI data on X (formerly Twitter) in Pakistan, retrieved on 20 November 2026: 57 of 70 "
        "usable measurements from 17 February 2024 to 6 May 2025 show signs of blocking. In the "
        "7 days before, 1 of 55 did. Signs appear on 2 of 3 networks with measurements."
    )


def test_too_few_networks_give_no_sentence(office: Office) -> None:
    address = handed_in(office, networks=by_network(NETWORKS[:2]))
    proposed = propose_finding(office, BLOCK, address)
    assert proposed.problem is not None
    assert proposed.says == {}
    with pytest.raises(NotAllowed, match="Too few"):
        draft_finding(office, BLOCK, proposed, WORDS, by="lawyer")


def test_days_in_the_wrong_order_are_refused(office: Office) -> None:
    address = handed_in(office)
    with pytest.raises(BadInput, match="before the first"):
        propose_finding(office, BLOCK, address, (date(2024, 3, 1), date(2024, 2, 17)))


def test_a_draft_is_not_public_until_it_is_confirmed(office: Office) -> None:
    finding = drafted(office)
    assert office.measurements.published(BLOCK) == ()
    assert office.evidence(BLOCK, "en") == {}
    confirm_finding(office, finding.digest, by="lawyer")
    (public,) = office.measurements.published(BLOCK)
    assert office.measurements.public_about(BLOCK) == ((public,), 0)
    assert public.finding.says == {"en": "57 of 70 measurements show signs."}
    page = "https://record.example/blocks/pk-x-2024/measurements"
    assert office.evidence(BLOCK, "en") == {
        Enclosure(EnclosureKind.MEASUREMENT, finding.digest): (
            f"57 of 70 measurements show signs. ({page})"
        )
    }
    # The words of another language are a person's too: none are made up for the letter.
    assert office.evidence(BLOCK, "ur") == {}


def test_nobody_is_named_in_a_finding(office: Office) -> None:
    finding = drafted(office, by="somebodys-key").finding
    assert "somebodys-key" not in repr(finding)


def test_a_draft_takes_a_person_who_compared_it_with_the_source(office: Office) -> None:
    with pytest.raises(BadInput, match="own page"):
        drafted(office, FindingWords(WORDS.says, False, looked=False))


@pytest.mark.parametrize("words", ["", "  ", "x" * 601])
def test_a_finding_has_an_english_sentence_of_bounded_length(office: Office, words: str) -> None:
    with pytest.raises(BadInput):
        drafted(office, FindingWords({"en": words}, False, True))


def test_a_withdrawn_finding_stays_listed_with_the_reason_and_leaves_the_letters(
    office: Office,
) -> None:
    digest = confirm_finding(office, drafted(office).digest, by="lawyer").digest
    with pytest.raises(BadInput, match="reason"):
        withdraw_finding(office, digest, "  ", by="lawyer")
    withdraw_finding(office, digest, "OONI corrected  its data.", by="lawyer")
    (public,) = office.measurements.published(BLOCK)
    assert (public.stands, public.why) == (False, "OONI corrected its data.")
    assert office.evidence(BLOCK, "en") == {}


def test_each_step_is_in_the_trail_without_words(office: Office) -> None:
    digest = drafted(office).digest
    confirm_finding(office, digest, by="lawyer")
    withdraw_finding(office, digest, "Corrected.", by="lawyer")
    entries, _ = office.people.trail.entries(TrailFilter(about=BLOCK), 0, 10)
    assert [(each.act, each.detail) for each in reversed(entries)] == [
        (AuditAct.IMPORTED, "ooni"),
        (AuditAct.IMPORTED, "ooni"),
        (AuditAct.PREPARED, "finding"),
        (AuditAct.PUBLISHED, "finding"),
        (AuditAct.REMOVED, "finding"),
    ]


def test_a_discarded_draft_cannot_be_confirmed(office: Office) -> None:
    digest = drafted(office).digest
    discard_finding(office, digest, by="lawyer")
    with pytest.raises(NotOnFile):
        confirm_finding(office, digest, by="lawyer")


def test_in_a_live_office_of_two_someone_else_confirms(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        one = add_account(office, "one@example.org", "One", RoleName.LAWYER).id
        two = add_account(office, "two@example.org", "Two", RoleName.LAWYER).id
        digest = drafted(office, by=one).digest
        with pytest.raises(NotAllowed, match="Someone else"):
            confirm_finding(office, digest, by=one)
        assert confirm_finding(office, digest, by=two).stands


def test_a_newer_answer_with_far_fewer_signs_contradicts_a_finding(office: Office) -> None:
    stored = confirm_finding(office, drafted(office).digest, by="lawyer")
    assert not is_contradicted(office, stored)
    # 57 of 70 show signs in the finding, 17 of 70 in the newer answer: less than half the share.
    newer = (*DAYS[:3], ("2024-02-19", "twitter.com", 0, 48), *DAYS[5:])
    address = query_of(office, QueryKind.DAYS)
    take_answer(office, BLOCK, address, by_day(newer), asked_on=date(2026, 11, 23), by="lawyer")
    assert is_contradicted(office, stored)


def events(*rows: dict[str, object]) -> bytes:
    return json.dumps({"type": "outages.events", "error": None, "data": rows}).encode()


def test_a_list_of_outages_becomes_a_sentence_without_figures(office: Office) -> None:
    address = query_of(office, QueryKind.EVENTS, block=SHUTDOWN)
    # 8 February 2024, 01:00 UTC, for two and a half hours.
    event = {
        "location": "country/PK",
        "start": 1707354000,
        "duration": 9000,
        "datasource": "merit-nt",
        "overlaps_window": False,
    }
    take_answer(office, SHUTDOWN, address, events(event), asked_on=ASKED, by="lawyer")
    proposed = propose_finding(office, SHUTDOWN, address)
    assert proposed.figures is None
    assert proposed.says["en"] == (
        "IODA, retrieved on 20 November 2026, lists an outage in Pakistan (merit-nt). It began on "
        "8 February 2024, 01:00 UTC. It ended on 8 February 2024, 03:30 UTC."
    )


def alert(time: int, level: str) -> dict[str, object]:
    """An alert of IODA as its service writes it."""
    entity = {"code": "PK", "name": "Pakistan", "type": "country", "subnames": [], "attrs": {}}
    told = {"condition": "< 0.25", "value": 120, "historyValue": 900, "method": "median"}
    return {"datasource": "merit-nt", "entity": entity, "time": time, "level": level, **told}


def test_an_alert_becomes_a_sentence_and_the_one_that_all_is_as_usual_does_not(
    office: Office,
) -> None:
    address = query_of(office, QueryKind.ALERTS, block=SHUTDOWN)
    # 8 February 2024: at 03:30 UTC all is as usual, at 04:00 UTC far below.
    usual, critical = alert(1707363000, "normal"), alert(1707364800, "critical")
    take_answer(office, SHUTDOWN, address, events(usual), asked_on=ASKED, by="lawyer")
    assert propose_finding(office, SHUTDOWN, address).problem is not None
    take_answer(office, SHUTDOWN, address, events(usual, critical), asked_on=ASKED, by="lawyer")
    proposed = propose_finding(office, SHUTDOWN, address)
    assert proposed.says["en"] == (
        "IODA, retrieved on 20 November 2026, lists an outage in Pakistan (merit-nt). It began on "
        "8 February 2024, 04:00 UTC."
    )
    assert proposed.query.shown_at.startswith("https://ioda.inetintel.cc.gatech.edu/country/PK?")


def test_radars_cause_is_given_as_its_own(office: Office) -> None:
    address = query_of(office, QueryKind.OUTAGES, block=SHUTDOWN)
    outage = {
        "id": "0000001",
        "dataSource": "ALL",
        "scope": "Mobile networks",
        "startDate": "2024-02-08T02:00:00Z",
        "endDate": "2024-02-09T15:00:00Z",
        "locations": ["PK"],
        "asns": [64496],
        "eventType": "OUTAGE",
        "outage": {"outageCause": "GOVERNMENT_DIRECTED", "outageType": "NATIONWIDE"},
    }
    answer = {"success": True, "errors": [], "result": {"annotations": [outage]}}
    content = json.dumps(answer).encode()
    take_answer(office, SHUTDOWN, address, content, asked_on=ASKED, by="lawyer")
    assert propose_finding(office, SHUTDOWN, address).says["en"] == (
        "Cloudflare Radar, retrieved on 20 November 2026, lists an outage in Pakistan (Mobile "
        "networks). It began on 8 February 2024, 02:00 UTC. It ended on 9 February 2024, 15:00 "
        "UTC. Cloudflare gives as its cause: GOVERNMENT_DIRECTED NATIONWIDE."
    )


def test_an_empty_list_of_outages_gives_no_sentence(office: Office) -> None:
    address = query_of(office, QueryKind.EVENTS, block=SHUTDOWN)
    take_answer(office, SHUTDOWN, address, events(), asked_on=ASKED, by="lawyer")
    assert propose_finding(office, SHUTDOWN, address).problem is not None


def test_a_letter_annexes_a_finding_only_once_it_is_confirmed_and_meant_for_letters(
    office: Office,
) -> None:
    says = {"en": "57 of 70 show signs.", "ur": "70 میں سے 57 میں آثار ہیں۔"}
    private = drafted(office, FindingWords({"en": "Not for letters."}, False, True))
    confirm_finding(office, private.digest, by="lawyer")
    draft = drafted(office, FindingWords(says, True, True))
    annexed = (private.digest, draft.digest)
    enclosures = tuple(Enclosure(EnclosureKind.MEASUREMENT, digest) for digest in annexed)
    settled = a_request(office, enclosures=enclosures)

    def letter(language: str) -> str:
        with office.cases.look(settled) as case:
            written = compose(
                office, case, LetterKind.REQUEST, chosen=LetterChoices(language=language)
            )
        return " ".join(office.documents.plain(written).split())

    assert "Enclosure 2" not in letter("en")
    confirm_finding(office, draft.digest, by="lawyer")
    english, urdu = letter("en"), letter("ur")
    page = "https://record.example/blocks/pk-x-2024/measurements"
    assert f"Enclosure 2: 57 of 70 show signs. ({page})" in english
    assert "Enclosures: none." not in english
    assert "Not for letters." not in english
    assert says["ur"] in urdu
