"""Many second-factor codes at one moment, on both databases: no more than the limit are looked
at, and what is right afterwards still counts."""

import threading
from datetime import timedelta
from pathlib import Path

import pyotp

from tests.offices import an_office
from tracker.domain.base.errors import NotAllowed
from tracker.services.core.throttling import CODES_ALLOWED
from tracker.services.people.accounts import add_account
from tracker.services.people.second_factor import check_code, proposed_secret, set_up_codes
from tracker.services.ports.people import AuditAct, RoleName, TrailFilter

KEY = b"k" * 32
AT_ONCE = 60


def test_of_sixty_codes_at_one_moment_no_more_than_five_are_looked_at(
    founded: str, tmp_path: Path
) -> None:
    with an_office(tmp_path, url=founded) as (office, clock):
        account = add_account(office, "lawyer@example.org", "A Lawyer", RoleName.LAWYER)
        secret = proposed_secret(office, account)
        set_up_codes(office, account, pyotp.TOTP(secret).at(clock.moment), key=KEY)
        clock.moment += timedelta(minutes=16)
        right = int(pyotp.TOTP(secret).at(clock.moment))
        said: list[str] = []
        ready = threading.Barrier(AT_ONCE)

        def guess(number: int) -> None:
            # None of these is right now, or half a minute before or after, save by a rare chance.
            code = f"{(right + 1000 + number) % 1_000_000:06}"
            ready.wait()
            try:
                check_code(office, account, code, key=KEY)
            except NotAllowed as refusal:
                said.append(str(refusal))

        threads = [threading.Thread(target=guess, args=(number,)) for number in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        looked_at = [words for words in said if "is wrong" in words]
        assert len(looked_at) == CODES_ALLOWED == 5
        assert len(said) == AT_ONCE
        wrong = TrailFilter(act=AuditAct.WRONG_CODE)
        assert office.people.trail.entries(wrong, 0, 100)[1] == CODES_ALLOWED
        clock.moment += timedelta(minutes=16)
        check_code(office, account, pyotp.TOTP(secret).at(clock.moment), key=KEY)
