"""Keys of people and groups: who can open what is sealed, and who no longer can."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import QueuePool
from sqlmodel import col, select

from tests.storage.conftest import KEY
from tests.storage.samples import APPLICANT, AT, BY, OTHER, REFERENCE, draft, file_request
from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element
from tracker.domain.measurements.captures import CaptureKind, PageCapture
from tracker.services.ports.captures import StoredCapture
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.keys import (
    GROUP_ITSELF,
    OFFICE_GROUP,
    Locked,
    NoAccess,
    OpenKey,
    key_holder,
)
from tracker.services.ports.people import Account, RoleName, SavedView
from tracker.services.ports.risks import RiskNote
from tracker.services.ports.workbook import (
    AuthorityCheck,
    BodyGroup,
    ListFile,
    OfficeArgument,
    StayState,
)
from tracker.storage.db.key_pairs import new_pair, open_with, unwrap
from tracker.storage.db.tables.keys import GroupKeyRow, GroupWrapRow, RequestWrapRow
from tracker.storage.db.tables.people import RiskNoteRow
from tracker.storage.opening import Storage, open_storage

# On PostgreSQL, `make test` runs these; the rest of this module is slow there.
pytestmark = pytest.mark.on_postgres(
    "half_replaced",
    "draft_is_listed",
    "is_one_file",
    "not_withdrawn",
    "each_wrap",
)

LAWYER = Account(BY, "lawyer@example.org", "Lawyer", RoleName.LAWYER)
LEAVER = Account("account-2", "leaver@example.org", "Leaver", RoleName.LAWYER)
GUEST = Account("account-3", "guest@example.org", "Guest", RoleName.LAWYER, organisation="partner")
SCAN = b"%PDF a scan of a reply to Zarmina"


class Office:
    """A storage without a key file, and the private keys that its people have in their hands."""

    def __init__(self, storage: Storage, group: bytes) -> None:
        self.storage = storage
        self.look = storage.cases.look
        self.group = group
        self.private: dict[str, bytes] = {}
        for account in (LAWYER, LEAVER, GUEST):
            storage.people.save_account(account)
            self.private[account.id] = storage.keys.make_person(account.id)
        with storage.keys.opened(OpenKey(GROUP_ITSELF, lambda: group)):
            storage.keys.give(OFFICE_GROUP, LAWYER.id)

    def by(self, account: Account) -> OpenKey:
        return OpenKey(account.id, lambda: self.private[account.id])

    def applicant_read_by(self, account: Account, reference: str = REFERENCE) -> bool:
        """Whether this person reads who asked; False where it is refused."""
        try:
            with self.storage.keys.opened(self.by(account)), self.look(reference) as case:
                return case.applicant() == APPLICANT
        except Locked:
            return False


@pytest.fixture
def url(keyless_url: str) -> str:
    """A database whose key no key file has."""
    return keyless_url


@pytest.fixture
def office(url: str, instance: Path) -> Iterator[Office]:
    """An office with a request, and a lawyer who can open private words."""
    with closing(open_storage(url, instance, KEY)) as storage:
        office = Office(storage, storage.keys.begin_office())
        for reference in (REFERENCE, OTHER):
            file_request(storage, reference)
        yield office


def test_what_is_private_is_kept_with_nobodys_key_open_and_read_with_one(office: Office) -> None:
    digest = office.storage.archive.keep(REFERENCE, SCAN)
    with office.storage.cases.look(REFERENCE) as case, pytest.raises(Locked) as refused:
        case.applicant()
    assert not isinstance(refused.value, NoAccess)
    with pytest.raises(Locked) as kept:
        office.storage.archive.read(REFERENCE, digest)
    pool = office.storage.transactions.readers.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0, f"“{kept.value}” leaves no connection open"

    assert office.applicant_read_by(LAWYER)
    with office.storage.keys.opened(office.by(LAWYER)):
        assert office.storage.archive.read(REFERENCE, digest) == SCAN


def test_the_key_is_shut_again_when_the_page_is_made(office: Office) -> None:
    with office.storage.keys.opened(office.by(LAWYER)):
        assert office.storage.keys.may_open()
    assert not office.storage.keys.may_open()


def test_an_office_has_one_first_key(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.storage.keys.begin_office()


def test_a_person_without_access_opens_nothing_and_is_told_whom_to_ask(office: Office) -> None:
    opened = office.storage.keys.opened(office.by(LEAVER))
    with opened, office.look(REFERENCE) as case, pytest.raises(NoAccess) as refused:
        case.applicant()
    assert "Ask a colleague" in str(refused.value)


def test_a_colleague_gives_access_and_a_person_without_it_cannot(office: Office) -> None:
    keys = office.storage.keys
    with keys.opened(office.by(LEAVER)), pytest.raises(NoAccess):
        keys.give(OFFICE_GROUP, LEAVER.id)
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)

    assert office.applicant_read_by(LEAVER)
    assert keys.holders(OFFICE_GROUP) == (LAWYER.id, LEAVER.id)


def test_a_new_key_of_a_person_leads_nowhere_until_a_colleague_gives_access(
    office: Office,
) -> None:
    keys = office.storage.keys
    office.private[LAWYER.id] = keys.make_person(LAWYER.id)

    assert not office.applicant_read_by(LAWYER)
    assert keys.holders(OFFICE_GROUP) == ()


def test_a_recovery_key_gives_access_back(office: Office) -> None:
    keys, recovery, stranger = office.storage.keys, new_pair(), new_pair()
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, key_holder(recovery.public))
    office.private[LAWYER.id] = keys.make_person(LAWYER.id)

    with keys.opened(keys.by_key(stranger.private)), pytest.raises(NoAccess):
        keys.give(OFFICE_GROUP, LAWYER.id)
    with keys.opened(keys.by_key(recovery.private)):
        keys.give(OFFICE_GROUP, LAWYER.id)

    assert office.applicant_read_by(LAWYER)
    assert key_holder(recovery.public) in keys.holders(OFFICE_GROUP)


def test_a_guest_opens_a_shared_request_and_no_other(office: Office) -> None:
    keys = office.storage.keys
    with keys.opened(office.by(LAWYER)):
        keys.give("partner", GUEST.id)
        keys.share(REFERENCE, "partner")

    assert office.applicant_read_by(GUEST)
    assert not office.applicant_read_by(GUEST, OTHER)
    with keys.opened(office.by(GUEST)):
        assert not keys.may_open(OFFICE_GROUP)

    keys.unshare(REFERENCE, "partner")
    assert not office.applicant_read_by(GUEST)


def test_who_left_opens_nothing_once_the_keys_were_replaced(office: Office) -> None:
    keys = office.storage.keys
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
        keys.give("partner", GUEST.id)
        keys.share(REFERENCE, "partner")
    # A stolen copy of the office's key.
    taken = office.group

    keys.forget_person(LEAVER.id)
    assert not office.applicant_read_by(LEAVER)
    with keys.opened(office.by(LAWYER)):
        assert keys.catch_up(limit=1) == 1
        file_request(office.storage, "n4j8s2wy")
        assert keys.catch_up(limit=10) == 0

    for reference in (REFERENCE, OTHER, "n4j8s2wy"):
        assert office.applicant_read_by(LAWYER, reference)
        opened = keys.opened(OpenKey(GROUP_ITSELF, lambda: taken))
        with opened, office.look(reference) as case, pytest.raises(NoAccess):
            case.applicant()
    assert office.applicant_read_by(GUEST)
    with office.storage.transactions.reading() as session:
        rows = session.exec(select(GroupKeyRow).order_by(col(GroupKeyRow.organisation))).all()
        generations = [(row.organisation, row.generation) for row in rows]
    assert generations == [(OFFICE_GROUP, 2), ("partner", 1)]


def test_keys_that_are_half_replaced_open_everything_for_those_who_stayed(office: Office) -> None:
    keys = office.storage.keys
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
    for _ in range(3):
        with keys.opened(office.by(LAWYER)):
            keys.give(OFFICE_GROUP, LEAVER.id)
            keys.withdraw(LEAVER.id)
            assert keys.catch_up(limit=0) == 2
        assert office.applicant_read_by(LAWYER)
        assert office.applicant_read_by(LAWYER, OTHER)
        assert not office.applicant_read_by(LEAVER)
    with keys.opened(office.by(LAWYER)):
        assert keys.catch_up(limit=100) == 0


def test_nothing_is_replaced_while_the_keys_are_not_open(office: Office) -> None:
    keys = office.storage.keys
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
    keys.withdraw(LEAVER.id)

    assert keys.catch_up(limit=100) == 0
    assert office.applicant_read_by(LAWYER)
    with keys.opened(office.by(LAWYER)):
        keys.catch_up(limit=100)
    assert office.applicant_read_by(LAWYER)


def test_what_the_office_sealed_stays_readable_and_known_through_all_generations(
    office: Office,
) -> None:
    keys, storage = office.storage.keys, office.storage
    note = RiskNote("body-one", "They call people at home.", BY, AT)
    storage.people.risks.add(note)
    storage.workbook.lists.keep(ListFile("list-1", "d1", BY, AT), b"Zarmina")
    words = ("Severance", "Give the rest.", "section 16", "", "")
    argument = storage.workbook.arguments.save(OfficeArgument("a1", 0, *words, False, BY, AT))
    group = BodyGroup("g1", "Home departments", ("body-one",), BY, AT)
    storage.workbook.groups.add(group)
    check = AuthorityCheck("xx-01", "e" * 64, StayState.STAYED, AT.date(), BY, AT)
    storage.authority_checks.add(check, "Stayed by the High Court.")
    with pytest.raises(Locked):
        storage.workbook.lists.data("list-1")
    with pytest.raises(Locked):
        storage.workbook.arguments.latest()
    with keys.opened(office.by(LAWYER)):
        known = storage.workbook.lists.digester()(b"Zarmina")
        keys.give(OFFICE_GROUP, LEAVER.id)
        keys.withdraw(LEAVER.id)
        keys.catch_up(limit=100)

        assert storage.people.risks.of("body-one") == (note,)
        assert storage.workbook.arguments.versions("a1") == (argument,)
        assert storage.workbook.groups.all() == (group,)
        assert list(storage.authority_checks.notes("xx-01").values()) == [
            "Stayed by the High Court."
        ]
        assert storage.workbook.lists.data("list-1") == b"Zarmina"
        assert storage.workbook.lists.digester()(b"Zarmina") == known


def test_a_sealed_capture_is_handed_in_with_nothing_open_and_stays_readable(
    office: Office,
) -> None:
    keys, captures = office.storage.keys, office.storage.captures
    digest = sha256(b"a page").hexdigest()
    capture = PageCapture(
        *("pk-x-2024", "https://press.example/1", AT.date(), CaptureKind.PDF, digest, 6),
        original_sha256="a" * 64,
        archived="",
        demonstration=True,
    )
    captures.keep(StoredCapture(capture, BY, AT), b"a page")
    with pytest.raises(Locked):
        captures.content("pk-x-2024", digest)
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
        keys.withdraw(LEAVER.id)
        keys.catch_up(limit=100)

        assert captures.content("pk-x-2024", digest) == b"a page"


def test_tags_are_found_and_read_through_all_generations(office: Office) -> None:
    keys, storage = office.storage.keys, office.storage
    with pytest.raises(Locked):
        storage.workbook.tags.put(REFERENCE, ["zarmina"])
    with keys.opened(office.by(LAWYER)):
        storage.workbook.tags.put(REFERENCE, ["zarmina", "court"])
        storage.workbook.tags.put(OTHER, ["court"])
        keys.give(OFFICE_GROUP, LEAVER.id)
        keys.withdraw(LEAVER.id)
        keys.catch_up(limit=100)

        assert storage.workbook.tags.known() == ("court", "zarmina")
        assert storage.workbook.tags.of([REFERENCE]) == {REFERENCE: ["court", "zarmina"]}
        assert _tagged(storage, "zarmina") == {REFERENCE}
        assert _tagged(storage, "court") == {REFERENCE, OTHER}
    for read in (storage.workbook.tags.known, lambda: _tagged(storage, "zarmina")):
        with pytest.raises(Locked):
            read()


def test_a_logo_is_readable_through_all_generations_and_only_with_an_open_key(
    office: Office,
) -> None:
    keys, files = office.storage.keys, office.storage.premises.files
    files.keep("logo:one", b"a logo", AT, private=True)
    with pytest.raises(Locked):
        files.read("logo:one")
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
        assert files.read("logo:one") == b"a logo"
    keys.withdraw(LEAVER.id)
    with keys.opened(office.by(LAWYER)):
        assert keys.catch_up(limit=100) == 0
        assert files.read("logo:one") == b"a logo"
    with keys.opened(office.by(LEAVER)), pytest.raises(Locked):
        files.read("logo:one")


def test_views_are_read_by_their_person_through_all_generations(office: Office) -> None:
    keys, storage = office.storage.keys, office.storage
    own = SavedView(LAWYER.id, "Of Zarmina", "words=Zarmina")
    theirs = SavedView(GUEST.id, "Of Zarmina", "words=Zarmina&body=body-one")
    with keys.opened(office.by(LAWYER)):
        storage.people.views.keep(own)
        keys.give("partner", GUEST.id)
        keys.give(OFFICE_GROUP, LEAVER.id)
        keys.withdraw(LEAVER.id)
        keys.catch_up(limit=100)
        assert storage.people.views.of(LAWYER.id) == (own,)
    with keys.opened(office.by(GUEST)):
        storage.people.views.keep(theirs)
        keys.withdraw(LEAVER.id)
        assert storage.people.views.of(GUEST.id) == (theirs,)
        with pytest.raises(NoAccess):
            storage.people.views.of(LAWYER.id)
    with pytest.raises(Locked):
        storage.people.views.of(LAWYER.id)


def test_views_of_an_organisation_stay_readable_when_a_person_leaves_it(office: Office) -> None:
    keys, storage = office.storage.keys, office.storage
    view = SavedView(GUEST.id, "Of Zarmina", "words=Zarmina")
    leaver = Account(
        "account-4", "other@example.org", "Other", RoleName.LAWYER, organisation="partner"
    )
    storage.people.save_account(leaver)
    keys.make_person(leaver.id)
    with keys.opened(office.by(LAWYER)):
        for account in (GUEST, leaver):
            keys.give("partner", account.id)
        storage.people.views.keep(view)
        keys.withdraw(leaver.id)
        keys.catch_up(limit=100)
    with keys.opened(office.by(GUEST)):
        assert storage.people.views.of(GUEST.id) == (view,)


def test_a_draft_is_listed_with_nobodys_key_open_and_its_questions_are_not(
    office: Office,
) -> None:
    storage = office.storage
    question = OwnQuestion(Element.SCOPE, "What did Zarmina do?")
    saved = storage.drafts.save(replace(draft(), own_questions=(question,)), APPLICANT)

    assert [each.reference for each in storage.drafts.all()] == [REFERENCE]
    with pytest.raises(Locked):
        storage.drafts.draft(REFERENCE)
    with storage.keys.opened(office.by(LAWYER)):
        assert storage.drafts.draft(REFERENCE) == saved


def test_an_erased_person_is_read_by_nobody(office: Office) -> None:
    office.storage.cases.erase_person(REFERENCE)

    assert not office.applicant_read_by(LAWYER)
    assert office.applicant_read_by(LAWYER, OTHER)


def test_a_paper_kept_twice_is_one_file_only_where_it_can_be_compared(office: Office) -> None:
    archive = office.storage.archive
    with office.storage.keys.opened(office.by(LAWYER)):
        assert archive.keep(REFERENCE, SCAN) == archive.keep(REFERENCE, SCAN)
        assert archive.keep(REFERENCE, SCAN) != archive.keep(OTHER, SCAN)
    assert archive.keep(REFERENCE, SCAN) != archive.keep(REFERENCE, SCAN)


def _tagged(storage: Storage, tag: str) -> set[str]:
    return {row.reference for row in storage.case_rows.rows(RowFilter(tag=tag), 0, 9)[0]}


def test_what_is_damaged_stops_no_key_from_being_replaced(office: Office) -> None:
    keys, storage = office.storage.keys, office.storage
    storage.people.risks.add(RiskNote("body-one", "They call people at home.", BY, AT))
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
    for table, where in (("request_wrap", f"request = '{REFERENCE}'"), ("risk_note", "1 = 1")):
        with storage.transactions.writing() as session:
            broken = sa.text(f"UPDATE {table} SET sealed = :broken WHERE {where}")  # noqa: S608
            session.connection().execute(broken, {"broken": b"broken"})

    keys.withdraw(LEAVER.id)
    assert keys.left_to_replace()
    with keys.opened(office.by(LAWYER)):
        assert keys.catch_up(limit=100) == 1

    assert office.applicant_read_by(LAWYER, OTHER)
    assert not office.applicant_read_by(LEAVER, OTHER)


def test_the_last_who_can_open_private_words_is_not_withdrawn(office: Office) -> None:
    keys = office.storage.keys
    with pytest.raises(NotAllowed, match="Nobody else can open"):
        keys.forget_person(LAWYER.id)
    assert office.applicant_read_by(LAWYER)

    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
    keys.forget_person(LAWYER.id)
    assert office.applicant_read_by(LEAVER)


def test_each_wrap_names_its_office_its_request_and_the_generation_of_the_key(
    office: Office,
) -> None:
    storage, one, key = office.storage, office.by(LAWYER), new_pair()
    office.storage.people.risks.add(RiskNote("body-one", "They call people at home.", BY, AT))
    with storage.keys.opened(one):
        storage.keys.give(OFFICE_GROUP, key_holder(key.public))
    with storage.transactions.reading() as session:
        (row,) = session.exec(select(GroupKeyRow)).all()
        wrapped = session.exec(
            select(RequestWrapRow.sealed).where(col(RequestWrapRow.request) == REFERENCE)
        ).one()
        held = session.exec(
            select(GroupWrapRow.sealed).where(col(GroupWrapRow.holder) == key_holder(key.public))
        ).one()
        note = session.exec(select(RiskNoteRow.sealed)).one()

    assert len(row.office) == 32
    purpose = f"key of request {REFERENCE} for key 1 of the office"
    assert len(unwrap(office.group, wrapped, purpose, row.office)) == 32
    purpose = f"key 1 of the office for {key_holder(key.public)}"
    assert unwrap(key.private, held, purpose, row.office) == office.group
    bound_to = "risk note on body-one under key 1 of the office"
    assert open_with(office.group, note, bound_to, row.office) == b"They call people at home."


def test_the_name_of_the_office_in_what_is_sealed_stays_through_all_generations(
    office: Office,
) -> None:
    keys = office.storage.keys
    with keys.opened(office.by(LAWYER)):
        keys.give(OFFICE_GROUP, LEAVER.id)
        keys.share(REFERENCE, "partner")
    keys.withdraw(LEAVER.id)
    with keys.opened(office.by(LAWYER)):
        keys.catch_up(limit=100)
    with office.storage.transactions.reading() as session:
        rows = session.exec(select(GroupKeyRow)).all()

    assert {row.generation for row in rows} >= {1, 2} or len(rows) > 1
    assert len({row.office for row in rows}) == 1
