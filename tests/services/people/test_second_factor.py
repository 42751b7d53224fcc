"""One-time codes, recovery codes, and what too many wrong ones do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from tests.offices import Clock, an_office
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.services.core.office import Office
from tracker.services.core.throttling import CODES_ALLOWED
from tracker.services.people.accounts import add_account, invite, set_password
from tracker.services.people.second_factor import (
    RECOVERY_CODES,
    check_code,
    demanded,
    new_recovery_codes,
    proposed_secret,
    remove_codes,
    set_up_codes,
)
from tracker.services.people.sessions import signed_in
from tracker.services.people.signing_in import (
    Admitted,
    CodeWanted,
    half_in,
    sign_in,
    sign_in_by_code,
)
from tracker.services.ports.people import Account, AuditAct, RoleName, TrailFilter

KEY = b"k" * 32
EMAIL, PASSWORD = "lawyer@example.org", "four words make one"


@pytest.fixture
def lawyer(office: Office) -> Account:
    """A person with a password and no second factor."""
    set_password(office, invite(office, EMAIL, "A Lawyer", RoleName.LAWYER), PASSWORD)
    found = office.people.account_by_email(EMAIL)
    assert found
    return found


def code(secret: str, clock: Clock) -> str:
    return pyotp.TOTP(secret).at(clock.moment)


def with_codes(office: Office, account: Account, clock: Clock) -> tuple[str, tuple[str, ...]]:
    """The secret of a person who has set up codes, and the recovery codes."""
    secret = proposed_secret(office, account)
    recovery = set_up_codes(office, account, code(secret, clock), key=KEY)
    clock.moment += timedelta(seconds=60)
    return secret, recovery


def acts(office: Office) -> list[str]:
    entries, _ = office.people.trail.entries(TrailFilter(), 0, 100)
    return [entry.act for entry in entries]


def test_the_code_of_a_moment_is_that_of_the_standard(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    """RFC 6238, appendix B: for the secret "12345678901234567890" the code of 59 seconds after
    the beginning of 1970 is 94287082, of which six figures are the last six."""
    office.people.codes.propose(lawyer.id, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    clock.moment = datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)

    assert set_up_codes(office, lawyer, "287082", key=KEY)


def test_signing_in_takes_a_code_once_codes_are_set_up(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    secret, _ = with_codes(office, lawyer, clock)

    half = sign_in(office, EMAIL, PASSWORD, key=KEY)
    assert isinstance(half, CodeWanted)
    assert signed_in(office, half.token) is None
    assert half_in(office, half.token).id == lawyer.id
    inside = sign_in_by_code(office, half.token, code(secret, clock), key=KEY)

    known = signed_in(office, inside.token)
    assert known
    assert known.id == lawyer.id
    with pytest.raises(NotAllowed, match="Sign in again"):
        half_in(office, half.token)


def test_a_code_opens_once(office: Office, lawyer: Account, clock: Clock) -> None:
    secret, _ = with_codes(office, lawyer, clock)
    check_code(office, lawyer, code(secret, clock), key=KEY)

    with pytest.raises(NotAllowed, match="is wrong"):
        check_code(office, lawyer, code(secret, clock), key=KEY)
    before = pyotp.TOTP(secret).at(clock.moment - timedelta(seconds=30))
    with pytest.raises(NotAllowed, match="is wrong"):
        check_code(office, lawyer, before, key=KEY)


@pytest.mark.parametrize(("off", "opens"), [(-30, True), (0, True), (30, True), (90, False)])
def test_a_clock_that_is_half_a_minute_off_does_not_matter(
    office: Office, lawyer: Account, clock: Clock, off: int, opens: bool
) -> None:
    secret, _ = with_codes(office, lawyer, clock)
    clock.moment += timedelta(minutes=5)
    given = pyotp.TOTP(secret).at(clock.moment + timedelta(seconds=off))

    if opens:
        check_code(office, lawyer, given, key=KEY)
        return
    with pytest.raises(NotAllowed, match="is wrong"):
        check_code(office, lawyer, given, key=KEY)


def test_the_secret_is_not_in_the_database_as_it_is(office: Office, lawyer: Account) -> None:
    secret = proposed_secret(office, lawyer)
    url = office.people._transactions.url  # type: ignore[attr-defined]

    held = b"".join(
        file.read_bytes()
        for file in Path(url.removeprefix("sqlite:///")).parent.glob("*.sqlite3*")
    )

    assert lawyer.id.encode() in held
    assert secret.encode() not in held


def test_a_proposed_secret_stays_until_its_first_code_is_right(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    secret = proposed_secret(office, lawyer)
    assert proposed_secret(office, lawyer) == secret

    with pytest.raises(BadInput, match="is wrong"):
        set_up_codes(office, lawyer, "000000", key=KEY)

    assert not office.people.factors.any_factor(lawyer.id)
    assert isinstance(sign_in(office, EMAIL, PASSWORD, key=KEY), Admitted)


def test_recovery_codes_are_ten_and_each_opens_once_however_it_is_typed(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    _, recovery = with_codes(office, lawyer, clock)
    assert len(set(recovery)) == RECOVERY_CODES == 10

    check_code(office, lawyer, f" {recovery[0].upper().replace('-', ' ')} ", key=KEY)

    assert office.people.recovery_codes.recovery_left(lawyer.id) == 9
    with pytest.raises(NotAllowed, match="is wrong"):
        check_code(office, lawyer, recovery[0], key=KEY)
    check_code(office, lawyer, recovery[1], key=KEY)
    assert acts(office).count(AuditAct.RECOVERY_CODE_USED) == 2


def test_new_recovery_codes_end_the_old_ones(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    _, old = with_codes(office, lawyer, clock)
    new = new_recovery_codes(office, lawyer)

    with pytest.raises(NotAllowed, match="is wrong"):
        check_code(office, lawyer, old[0], key=KEY)
    check_code(office, lawyer, new[0], key=KEY)


def test_recovery_codes_of_another_person_open_nothing(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    other = add_account(office, "other@example.org", "O", RoleName.LAWYER)
    theirs = new_recovery_codes(office, other)
    with_codes(office, lawyer, clock)

    with pytest.raises(NotAllowed, match="is wrong"):
        check_code(office, lawyer, theirs[0], key=KEY)


def test_too_many_wrong_codes_close_the_second_step_for_a_while(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    secret, _ = with_codes(office, lawyer, clock)
    half = sign_in(office, EMAIL, PASSWORD, key=KEY)
    for _ in range(CODES_ALLOWED):
        with pytest.raises(NotAllowed, match="is wrong"):
            sign_in_by_code(office, half.token, "000000", key=KEY)

    with pytest.raises(NotAllowed, match="Too many wrong codes"):
        sign_in_by_code(office, half.token, code(secret, clock), key=KEY)

    assert acts(office).count(AuditAct.WRONG_CODE) == CODES_ALLOWED
    clock.moment += timedelta(minutes=16)
    again = sign_in(office, EMAIL, PASSWORD, key=KEY)
    assert sign_in_by_code(office, again.token, code(secret, clock), key=KEY).token


def test_the_half_step_is_over_after_ten_minutes(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    secret, _ = with_codes(office, lawyer, clock)
    half = sign_in(office, EMAIL, PASSWORD, key=KEY)
    clock.moment += timedelta(minutes=11)

    with pytest.raises(NotAllowed, match="Sign in again"):
        sign_in_by_code(office, half.token, code(secret, clock), key=KEY)


def test_a_new_password_does_not_pass_by_the_second_factor(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    with_codes(office, lawyer, clock)
    link = invite(office, EMAIL, "", RoleName.LAWYER)

    assert isinstance(set_password(office, link, "lantern gravel ninety"), CodeWanted)


def test_a_link_for_a_lost_factor_removes_it_and_the_trail_tells(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    _, recovery = with_codes(office, lawyer, clock)
    link = invite(office, EMAIL, "", RoleName.LAWYER, by="admin-1", frees=True)
    assert office.people.factors.any_factor(lawyer.id), "the link alone removes nothing"

    assert isinstance(set_password(office, link, "lantern gravel ninety"), Admitted)

    assert not office.people.factors.any_factor(lawyer.id)
    assert office.people.recovery_codes.recovery_left(lawyer.id) == 0
    entries, _ = office.people.trail.entries(TrailFilter(about=lawyer.id), 0, 100)
    assert ("admin-1", "invited") in {(entry.who, entry.act) for entry in entries}
    assert AuditAct.FACTOR_RESET in acts(office)
    with pytest.raises(NotAllowed):
        check_code(office, lawyer, recovery[0], key=KEY)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """A live office."""
    with an_office(tmp_path, live=True) as opened:
        yield opened


def test_a_live_office_demands_a_second_factor_and_keeps_the_last_one(
    live: tuple[Office, Clock],
) -> None:
    office, clock = live
    account = add_account(office, EMAIL, "A Lawyer", RoleName.LAWYER)
    assert demanded(office, account)
    with_codes(office, account, clock)
    assert not demanded(office, account)

    with pytest.raises(NotAllowed, match="last second factor"):
        remove_codes(office, account)

    assert office.people.factors.any_factor(account.id)


def test_a_demonstration_offers_it(office: Office, lawyer: Account, clock: Clock) -> None:
    assert not demanded(office, lawyer)
    with_codes(office, lawyer, clock)
    remove_codes(office, lawyer)

    assert not office.people.factors.any_factor(lawyer.id)
    assert office.people.recovery_codes.recovery_left(lawyer.id) == 0
