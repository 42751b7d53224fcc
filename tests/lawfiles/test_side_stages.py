"""Stages beside the reply: what a law may say of them, and which are awaited under which law."""

from dataclasses import replace

import pytest

from tests.domain.a_ladder import ACTION, ASSISTED, HEARD, LONGER, WAITING, ladder
from tests.lawfiles.shipped import shipped
from tracker.domain.case.pending_duties import runs_beside, waitings
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import Longer
from tracker.lawfiles.ladder import ladder_faults

# The limits that no request awaits, and why: none of them is the reply, or is so of every request.
NOT_AWAITED = {
    # Only where another body holds the information, which the requester cannot see.
    "ar-laip-2016": {"transfer-notice"},
    # A body that must refuse, or holds nothing, may say so sooner; the law links nothing to it.
    "bd-rti-2009": {"refusal-notice", "third-party-notice", "security-agency-reply"},
    "pk-raia-2017": {"not-held-notice"},
    # A third party is told; a late notice opens nothing.
    "lk-rti-2016": {"third-party-notice"},
    # Only where another body holds the information, which the requester cannot see.
    "in-rti-2005": {"transfer-notice"},
    "ke-atia-2016": {"transfer", "transfer-notice"},
    "ng-foia-2011": {"transfer"},
    "tz-atia-2016": {"transfer"},
    "ug-atia-2005": {"transfer"},
    # How long the body has to ask back was not read.
    "mx-lgtaip-2025": {"clarification-request"},
    # Only where expedition was asked for: no request of this program asks for it.
    "us-foia": {"expedited-decision"},
    # Only for private bodies, and none is on file.
    "za-paia-2000": {"private-reply"},
    # Only where another holder has the information, which the requester cannot see.
    "zm-atia-2023": {"transfer", "transfer-notice"},
}


def beside(law: Law) -> set[str]:
    reply = law.first_stage()
    return {stage.key for stage in law.stages.values() if runs_beside(stage, reply)}


def test_a_stage_beside_the_reply_is_awaited_or_the_file_says_why_not() -> None:
    for law in shipped().laws.values():
        counted = {stage.key for stage in waitings(law)}
        counted |= {longer.stage for longer in law.first_stage().longer}

        assert beside(law) - counted == NOT_AWAITED.get(law.key, set()), law.key


def test_only_the_action_in_germany_waits_and_three_times_are_longer() -> None:
    laws = shipped().laws.values()

    waits = [(law.key, stage.key) for law in laws for stage in waitings(law)]
    longer = [(law.key, each) for law in laws for each in law.first_stage().longer]

    assert waits == [("de-ifg", "inaction")]
    assert longer == [
        ("in-rti-2005", Longer("reply-through-assistant-officer", "passed-to-assistant")),
        ("in-rti-2005", Longer("third-party-reply", "third-party-heard")),
        ("tn-22-2016", Longer("third-party-reply", "third-party-heard")),
    ]


def faults(*stages: Stage) -> list[tuple[str, str]]:
    """What is wrong with the longer times; that nothing leads to them is not asked here."""
    return [each for each in ladder_faults(ladder(*stages)) if each[0].endswith(".longer")]


def test_longer_times_of_the_body_from_the_event_of_the_reply_are_sound() -> None:
    assert faults(LONGER, ASSISTED, HEARD) == []


@pytest.mark.parametrize("longer", ["reply", "appeal", "access"])
def test_a_longer_time_is_another_stage_of_the_body_from_the_event_of_the_reply(
    longer: str,
) -> None:
    (fault,) = faults(replace(LONGER, longer=(Longer(longer, "third-party-heard"),)))

    assert fault[0] == "stage.reply.longer"
    assert fault[1].startswith(f"“{longer}” must be a stage of the body that runs beside")


def test_only_the_first_stage_has_a_longer_time() -> None:
    waiting = replace(WAITING, longer=(Longer("heard", "third-party-heard"),))

    ((place, _),) = faults(LONGER, ASSISTED, HEARD, waiting, ACTION)

    assert place == "stage.waiting.longer"


def test_a_longer_time_is_brought_about_by_an_event_that_can_be_recorded_for_it() -> None:
    (fault,) = faults(replace(LONGER, longer=(Longer("heard", "fee-noticed"),)), HEARD)

    assert fault == (
        "stage.reply.longer",
        "“fee-noticed” gives a body no longer time. "
        "Allowed: passed-to-assistant, third-party-heard.",
    )
