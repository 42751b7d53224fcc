"""A mail certainly or possibly belongs to a request, or not. Contradictions are shown in full."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.correspondence.read_mails import header_lines, read_mail, report_of
from tracker.domain.correspondence.mail_token import CHARACTERS_OF_TOKENS, TOKENS, token_from
from tracker.domain.correspondence.matching import (
    KnownCorrespondence,
    MailMatch,
    MatchRule,
    MatchState,
    TokenOwner,
    match_of,
)
from tracker.domain.correspondence.read_mail import MailAddress

TOKEN_A, TOKEN_B, RETIRED = token_from(10**14), token_from(3 * 10**14), token_from(5 * 10**14)
KNOWN = KnownCorrespondence(
    tokens={
        TOKEN_A: TokenOwner("aaaa2222"),
        TOKEN_B: TokenOwner("bbbb3333"),
        RETIRED: TokenOwner("aaaa2222", retired=True),
    },
    message_ids={"<one@office.example>": "aaaa2222", "<two@office.example>": "bbbb3333"},
    envelope_ids={"letter.1": "bbbb3333"},
    references={"aaaa2222", "bbbb3333"},
    diary={"RTI-2026/517": "bbbb3333"},
    body_domains={"pk-pta": ("pta.gov.pk",), "pk-moi": ("interior.gov.pk",)},
    open_requests={"pk-pta": ("bbbb3333",), "pk-moi": ("cccc4444", "dddd5555")},
)
STRANGER = (MailAddress("", "clerk@example.net"),)


def to(token: str) -> str:
    return f"{token}@rti.office.example"


def shown(match: MailMatch) -> list[tuple[str, str]]:
    return [(each.request, each.rule.value) for each in match.candidates]


def test_the_recipient_of_the_envelope_is_certain_in_any_case_of_letters() -> None:
    match = match_of(read_mail(senders=STRANGER), to(TOKEN_A.upper()), KNOWN)

    assert (match.state, shown(match)) == (MatchState.CERTAIN, [("aaaa2222", "envelope")])


def test_a_forged_header_with_another_token_does_not_count() -> None:
    """The sender wrote this Delivered-To line. Only the office's server knows the envelope."""
    mail = read_mail(headers={"Delivered-To": to(TOKEN_B)}, senders=STRANGER)

    assert shown(match_of(mail, to(TOKEN_A), KNOWN)) == [("aaaa2222", "envelope")]


def test_a_report_is_matched_by_its_envelope_identifier() -> None:
    mail = read_mail(senders=STRANGER, reports=(report_of("failed", "5.1.1"),))

    match = match_of(mail, "", KNOWN)

    assert (match.state, shown(match)) == (MatchState.CERTAIN, [("bbbb3333", "report")])


def test_a_report_is_matched_by_the_returned_headers() -> None:
    mail = read_mail(
        senders=STRANGER,
        reports=(report_of("failed", "5.1.1", envelope_id="unknown"),),
        returned=header_lines({"Message-ID": "<one@office.example>"}),
    )

    assert shown(match_of(mail, "", KNOWN)) == [("aaaa2222", "report")]


@pytest.mark.parametrize("name", ["In-Reply-To", "References"])
def test_an_answer_to_our_letter_is_certain(name: str) -> None:
    mail = read_mail(headers={name: "<x@y> <one@office.example>"}, senders=STRANGER)

    match = match_of(mail, "", KNOWN)

    assert (match.state, shown(match)) == (MatchState.CERTAIN, [("aaaa2222", "thread")])


def test_a_token_of_one_request_and_the_thread_of_another_are_shown_both() -> None:
    mail = read_mail(headers={"In-Reply-To": "<two@office.example>"}, senders=STRANGER)

    match = match_of(mail, to(TOKEN_A), KNOWN)

    assert match.state is MatchState.CONFLICT
    assert shown(match) == [("aaaa2222", "envelope"), ("bbbb3333", "thread")]


def test_a_subject_that_names_another_request_makes_a_conflict() -> None:
    mail = read_mail(headers={"Subject": "[BBBB3333] Application"}, senders=STRANGER)

    match = match_of(mail, to(TOKEN_A), KNOWN)

    assert match.state is MatchState.CONFLICT
    assert {each.request for each in match.candidates} == {"aaaa2222", "bbbb3333"}


def test_one_mail_may_answer_many_requests() -> None:
    mail = read_mail(
        "Both are answered here.", to=(MailAddress("", to(TOKEN_A)), MailAddress("", to(TOKEN_B))),
        senders=STRANGER,
    )  # fmt: skip

    match = match_of(mail, "", KNOWN)

    assert match.state is MatchState.SUGGESTED
    assert shown(match) == [("aaaa2222", "written-token"), ("bbbb3333", "written-token")]


def test_a_token_in_a_broken_header_or_a_forwarded_text_is_a_suggestion() -> None:
    broken = read_mail(headers={"To": f'<Paul <"{to(TOKEN_A)}>"'}, senders=STRANGER)
    forwarded = read_mail(f"> To: {to(TOKEN_A)}", senders=STRANGER)

    for mail in (broken, forwarded):
        match = match_of(mail, "", KNOWN)
        assert (match.state, shown(match)) == (
            MatchState.SUGGESTED,
            [("aaaa2222", "written-token")],
        )


@given(st.integers(0, TOKENS - 1).map(token_from), st.data())
def test_one_wrong_character_is_a_suggestion_and_never_a_match(
    token: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(token) - 1))
    others = [each for each in CHARACTERS_OF_TOKENS if each != token[place]]
    typed = token[:place] + data.draw(st.sampled_from(others)) + token[place + 1 :]
    known = KnownCorrespondence(tokens={token: TokenOwner("aaaa2222")})

    match = match_of(read_mail(to=(MailAddress("", to(typed)),)), to(typed), known)

    assert (match.state, shown(match)) == (MatchState.SUGGESTED, [("aaaa2222", "near-token")])


def test_a_missing_character_is_suggested_and_two_are_not() -> None:
    one, two = to(TOKEN_A[:3] + TOKEN_A[4:]), to(TOKEN_A[:3] + TOKEN_A[5:])

    near = match_of(read_mail(to=(MailAddress("", one),), senders=STRANGER), one, KNOWN)
    far = match_of(read_mail(to=(MailAddress("", two),), senders=STRANGER), two, KNOWN)

    assert shown(near) == [("aaaa2222", "near-token")]
    assert (far.state, far.candidates) == (MatchState.UNMATCHED, ())


def test_a_letter_o_for_a_zero_is_suggested_because_neither_is_in_a_token() -> None:
    typed = TOKEN_A.replace(TOKEN_A[4], "o", 1)

    match = match_of(read_mail(to=(MailAddress("", to(typed)),), senders=STRANGER), "", KNOWN)

    assert shown(match) == [("aaaa2222", "near-token")]


def test_a_reference_or_a_diary_number_is_a_suggestion() -> None:
    mail = read_mail("Our number: RTI 2026 517.", {"Subject": "Re: aaaa2222"}, senders=STRANGER)

    match = match_of(mail, "", KNOWN)

    assert match.state is MatchState.SUGGESTED
    assert shown(match) == [("aaaa2222", "reference"), ("bbbb3333", "diary-number")]


def test_the_senders_domain_suggests_the_one_open_request_of_its_body() -> None:
    assert shown(match_of(read_mail(), "", KNOWN)) == [("bbbb3333", "sender")]


@pytest.mark.parametrize(
    "sender", ["a@interior.gov.pk", "a@notpta.gov.pk", "a@pta.gov.pk.example.net"]
)
def test_several_open_requests_or_another_domain_suggest_nothing(sender: str) -> None:
    mail = read_mail(senders=(MailAddress("", sender),))

    assert match_of(mail, "", KNOWN).state is MatchState.UNMATCHED


@pytest.mark.parametrize(
    "fields",
    [
        {"senders": (MailAddress("", "a@pta.gov.pk"), MailAddress("", "b@pta.gov.pk"))},
        {"doubled": ("from",)},
        {"senders": ()},
    ],
)
def test_two_senders_or_none_are_matched_by_no_sender(fields: dict[str, Any]) -> None:
    """Two addresses in From, two From lines, or no From at all."""
    assert match_of(read_mail(**fields), "", KNOWN).state is MatchState.UNMATCHED


def test_a_retired_token_and_a_closed_request_are_marked_and_still_match() -> None:
    known = replace(KNOWN, closed={"aaaa2222"})

    (found,) = match_of(read_mail(senders=STRANGER), to(RETIRED), known).candidates

    assert (found.request, found.retired, found.closed) == ("aaaa2222", True, True)


def test_an_address_that_was_published_is_a_suggestion() -> None:
    """Anyone can find such an address in a published document."""
    owner = TokenOwner("aaaa2222", retired=True, shown=True)
    known = replace(KNOWN, tokens={**KNOWN.tokens, TOKEN_A: owner})
    match = match_of(read_mail(senders=STRANGER), to(TOKEN_A), known)

    assert (match.state, shown(match)) == (MatchState.SUGGESTED, [("aaaa2222", "written-token")])
    assert match.candidates[0].retired
    assert match_of(None, to(TOKEN_A), known).state is MatchState.SUGGESTED


def test_an_unreadable_mail_is_matched_by_its_envelope_alone() -> None:
    assert shown(match_of(None, to(TOKEN_A), KNOWN)) == [("aaaa2222", "envelope")]
    assert match_of(None, "", KNOWN).state is MatchState.UNMATCHED


@given(st.text(), st.text(), st.text(max_size=40))
def test_any_text_is_matched_without_an_error_and_certainty_needs_a_strong_rule(
    subject: str, text: str, envelope: str
) -> None:
    match = match_of(read_mail(text, {"Subject": subject}), envelope, KNOWN)

    strong = {MatchRule.ENVELOPE, MatchRule.REPORT, MatchRule.THREAD}
    certain = [each for each in match.candidates if each.rule in strong]
    assert (match.state is MatchState.CERTAIN) <= (len(certain) == 1)
