"""Who may do what: the table, and what is not in it."""

from dataclasses import replace

import pytest

from tracker.services.core.roles import MAY, Act, NotYours, may, require
from tracker.services.ports.people import Account, RoleName

ADVOCATE, LAWYER, ADMIN = (
    Account(role.value, f"{role.value}@example.org", role.value, role)
    for role in (RoleName.ADVOCATE, RoleName.LAWYER, RoleName.ADMIN)
)
# By hand, from what an office expects of each: a row that moves is a decision.
ONLY_A_LAWYER = [
    "settle",
    "approve",
    "file",
    "classify",
    "publish",
    "share",
    "export",
    "import",
    "erase",
    "unstated",
]
ONLY_AN_ADMIN = ["people", "audit", "settings"]
EVERYBODY = ["look", "browse", "draft", "log", "remind", "note", "prepare"]


def test_every_act_has_its_row() -> None:
    assert sorted(Act) == sorted([*ONLY_A_LAWYER, *ONLY_AN_ADMIN, *EVERYBODY])
    assert set(MAY) == set(RoleName)


@pytest.mark.parametrize("act", list(Act))
def test_each_role_may_what_the_table_says_and_nothing_else(act: Act) -> None:
    assert may(ADVOCATE, act) is (act in EVERYBODY)
    assert may(LAWYER, act) is (act in [*EVERYBODY, *ONLY_A_LAWYER])
    assert may(ADMIN, act) is True


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("account", [ADVOCATE, LAWYER, ADMIN], ids=lambda each: each.id)
def test_a_guest_of_another_organisation_looks_and_no_more(account: Account, act: Act) -> None:
    guest = replace(account, organisation="another")

    assert may(guest, act) is (act is Act.LOOK)


@pytest.mark.parametrize("act", list(Act))
def test_a_closed_account_may_nothing(act: Act) -> None:
    assert not may(replace(ADMIN, active=False), act)


@pytest.mark.parametrize(
    ("account", "act", "said"),
    [
        (ADVOCATE, Act.APPROVE, "takes a lawyer"),
        (LAWYER, Act.AUDIT, "administrator of this office"),
        (replace(ADMIN, organisation="another"), Act.PUBLISH, "shared with your organisation"),
    ],
)
def test_a_refusal_says_who_may(account: Account, act: Act, said: str) -> None:
    with pytest.raises(NotYours, match=said):
        require(account, act)
