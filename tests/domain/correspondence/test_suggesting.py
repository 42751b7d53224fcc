"""Suggestions come only from the new words, and show the words that triggered them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.correspondence.read_mails import read_mail
from tracker.domain.correspondence.mail_words import REPLY_WORDS, ReplyKind
from tracker.domain.correspondence.suggesting import reply_hints
from tracker.domain.words.folding import folded_words

OUR_LETTER = (
    "I request the order. If any part is refused, name the exemption.\n\n"
    "Tell me the fee before you copy. Records that are exempt under section 7 are named."
)


def kinds(text: str, own_letter: str = "") -> list[ReplyKind]:
    found = [hint.kind for hint in reply_hints(read_mail(text).new_text, own_letter)]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Your request is refused under clause (f) of section 7.", ReplyKind.REFUSAL),
        ("The record is exempted under section 16.", ReplyKind.REFUSAL),
        ("We regret that it cannot be shared.", ReplyKind.REFUSAL),
        ("آپ کی درخواست مسترد کی جاتی ہے۔", ReplyKind.REFUSAL),
        ("معلومات فراہم نہیں کی جا سکتی۔", ReplyKind.REFUSAL),
        ("The information is not available with this office.", ReplyKind.NOT_HELD),
        ("ریکارڈ موجود نہیں ہے۔", ReplyKind.NOT_HELD),
        ("Please find the order below.", ReplyKind.GIVEN),
        ("مطلوبہ نقل لف ہے۔", ReplyKind.GIVEN),
        ("The matter was forwarded to the Ministry.", ReplyKind.SENT_ON),
        ("Deposit Rs. 500 by challan.", ReplyKind.FEE),
        ("مبلغ 500 روپے", ReplyKind.FEE),
        ("Furnish a copy of CNIC.", ReplyKind.ASKS_BACK),
        ("A further 10 working days are needed.", ReplyKind.MORE_TIME),
        ("The appeal is fixed for 3 December.", ReplyKind.HEARING),
        ("The appeal is disposed of.", ReplyKind.ORDER),
        ("We have received it under diary no. 44.", ReplyKind.ACKNOWLEDGED),
        ("ڈائری نمبر 44", ReplyKind.ACKNOWLEDGED),
    ],
)
def test_the_words_of_an_answer_suggest_its_kind(text: str, kind: ReplyKind) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The request is not refused.",
        "It is no longer classified.",
        "درخواست مسترد نہیں کی گئی۔",
        "یہ خفیہ نہیں ہے۔",
    ],
)
def test_a_negation_turns_a_rule_off(text: str) -> None:
    assert ReplyKind.REFUSAL not in kinds(text)


def test_a_negation_far_away_or_in_another_sentence_turns_nothing_off() -> None:
    assert kinds("This is not the end of the matter. It is refused.") == [ReplyKind.REFUSAL]


@pytest.mark.parametrize(
    "text",
    [
        "مستثني",
        "مستثنى",
        "مستثنیٰ",
        "مسـتثنیٰ",
        "فراہم نہیں کي جا سكتي",
        "فراهم نہیں کی جا سکتی",
        "زیرِ\u200cسماعت",
        "زیر سماعت",
    ],
)
def test_urdu_from_other_keyboards_is_found_and_shown_as_written(text: str) -> None:
    """Arabic ye, kaf and he, a joined or stretched word, and vowel signs left out."""
    found = [hint for hint in reply_hints(f"معلومات {text} ہے") if hint.kind is ReplyKind.REFUSAL]

    assert [hint.words for hint in found] == [text]


def test_our_letter_below_an_acknowledgement_suggests_no_refusal() -> None:
    quoted = "\n".join(f"> {line}" for line in OUR_LETTER.split("\n"))

    assert kinds(f"Received, thanks.\n\nOn 1 December 2026, the office wrote:\n{quoted}") == [
        ReplyKind.ACKNOWLEDGED
    ]


def test_sentences_of_our_letter_without_any_mark_are_left_out_too() -> None:
    text = f"Received, thanks.\n\n{OUR_LETTER}"

    assert kinds(text, OUR_LETTER) == [ReplyKind.ACKNOWLEDGED]
    assert ReplyKind.FEE in kinds(text)


def test_two_kinds_are_both_shown_the_strongest_first() -> None:
    text = "The order is enclosed. The annexes are exempt under section 7."

    assert kinds(text) == [ReplyKind.REFUSAL, ReplyKind.GIVEN]


@given(st.text(max_size=300))
def test_a_hit_names_its_place_and_its_rule(text: str) -> None:
    for hint in reply_hints(f"{text}\nIt is refused. {text}"):
        written = f"{text}\nIt is refused. {text}"
        assert written[hint.start : hint.end] == hint.words
        assert hint.words in hint.sentence


@given(st.sampled_from([(kind, rule) for kind, rules in REPLY_WORDS.items() for rule in rules]))
def test_every_rule_is_found_by_its_own_words(case: tuple[ReplyKind, str]) -> None:
    kind, rule = case

    assert kind in kinds(rule.replace("#", "7").replace("?", "f"))


@pytest.mark.parametrize(
    "text",
    ["It falls under clause (f) of section 7.", "Withheld under section 7(f) of the Act.",
     "یہ دفعہ 7 کی شق (و) کے تحت ہے۔"],
)  # fmt: skip
def test_a_clause_that_is_named_suggests_a_refusal(text: str) -> None:
    assert ReplyKind.REFUSAL in kinds(text)


def test_a_section_without_a_clause_suggests_nothing() -> None:
    assert kinds("An appeal lies under section 17(1) of the Act.") == []


@given(st.sampled_from([rule for rules in REPLY_WORDS.values() for rule in rules]))
def test_folding_twice_changes_nothing(rule: str) -> None:
    assert folded_words(folded_words(rule)) == folded_words(rule)
