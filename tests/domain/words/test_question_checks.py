"""Questions for a view are told from requests for a record, in English and in Urdu."""

import pytest

from tracker.domain.words.question_checks import opinion_in


@pytest.mark.parametrize(
    ("words", "cue"),
    [
        ("Why was X blocked?", "Why"),
        ("please explain the reasons", "explain"),
        ("State the grounds of the order.", "State"),
        ("Do you think that the block was lawful?", "Do you"),
        ("Should the Authority have told the public?", "Should"),
        ("Your opinion on the blocking of X", "opinion"),
        ("The Authority's views on proportionality", "views"),
        ("What was the reason for the block?", "What was the reason"),
        ("Is it lawful to block a whole service?", "Is it lawful"),
        ("Could you clarify the position of the Ministry", "Could you"),
        ("ایکس کیوں بند کیا گیا؟", "کیوں"),
        ("بندش کی وضاحت کریں", "وضاحت"),
        ("کیا آپ سمجھتے ہیں کہ بندش درست تھی؟", "کیا آپ"),
        ("عوام کو بتایا جانا چاہیے تھا؟", "چاہیے"),
        ("بندش کی وجہ کیا تھی؟", "وجہ کیا"),
    ],
)
def test_a_question_for_a_view_is_told_by_its_cue(words: str, cue: str) -> None:
    found = opinion_in(words)

    assert found
    assert found.cue == cue


@pytest.mark.parametrize(
    "words",
    [
        "",
        "A copy of the statement of reasons.",
        "The minutes of the meeting in which it was decided why X should be blocked.",
        "All correspondence that explains the block",
        "The legal opinion given to the Authority in February 2024",
        "The names of all services that were blocked",
        "بندش کے حکم کی نقل",
        "وہ ریکارڈ جس میں درج ہو کہ ایکس کیوں بند کیا گیا",
        "Reviewing committee: composition",
    ],
)
def test_a_request_for_a_record_is_left_alone(words: str) -> None:
    assert opinion_in(words) is None


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("Why was X blocked?", "The record in which this is set out: Why was X blocked?"),
        (
            "Please explain  the reasons\nfor the block",
            "The record in which this is set out: the reasons for the block",
        ),
        (
            "Could you please clarify who decided",
            "The record in which this is set out: who decided",
        ),
        ("براہ کرم بتائیں کس نے فیصلہ کیا", "وہ ریکارڈ جس میں یہ درج ہے: بتائیں کس نے فیصلہ کیا"),
    ],
)
def test_the_proposed_wording_asks_for_a_record_and_is_not_warned_of_again(
    words: str, instead: str
) -> None:
    found = opinion_in(words)

    assert found
    assert found.instead == instead
    assert opinion_in(found.instead) is None
