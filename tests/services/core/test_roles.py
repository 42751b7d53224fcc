"""Who may do what: the table, and what is not in it."""

from dataclasses import replace

import pytest

from tracker.services.core.roles import MAY, Act, NotYours, may, require_act
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


def test_each_role_may_what_the_table_says_and_nothing_else() -> None:
    for act in Act:
        assert may(ADVOCATE, act) is (act in EVERYBODY), act
        assert may(LAWYER, act) is (act in [*EVERYBODY, *ONLY_A_LAWYER]), act
        assert may(ADMIN, act) is True, act


@pytest.mark.parametrize("account", [ADVOCATE, LAWYER, ADMIN], ids=lambda each: each.id)
def test_a_guest_of_another_organisation_looks_and_no_more(account: Account) -> None:
    guest = replace(account, organisation="another")

    assert [act for act in Act if may(guest, act)] == [Act.LOOK]


def test_a_closed_account_may_nothing() -> None:
    assert not [act for act in Act if may(replace(ADMIN, active=False), act)]


@pytest.mark.parametrize(
    ("account", "act", "said"),
    [
        (ADVOCATE, Act.APPROVE, "Only a lawyer"),
        (LAWYER, Act.AUDIT, "Only administrators"),
        (replace(ADMIN, organisation="another"), Act.PUBLISH, "shared with your organisation"),
    ],
)
def test_a_refusal_says_who_may(account: Account, act: Act, said: str) -> None:
    with pytest.raises(NotYours, match=said):
        require_act(account, act)
