"""Sentences that make a letter conditional on an acknowledgement are found: such a letter may
count as never sent."""

import pytest

from tracker.domain.words.conditions import conditional_sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "This request is conditional on your acknowledgement of receipt.",
        "This letter is conditional upon receipt of a written acknowledgment.",
        "This application is made subject to your acknowledging its receipt.",
        "The request shall be deemed sent only when you acknowledge it.",
        "This email takes effect only after you confirm that you received it.",
        "Until you acknowledge receipt, this application shall not be treated as made.",
        "Unless receipt is confirmed in writing, this request is withdrawn.",
        "یہ درخواست وصولی کی رسید سے مشروط ہے۔",
        "جب تک وصولی کی تصدیق نہ ہو، یہ درخواست بھیجی ہوئی نہ سمجھی جائے۔",
        "یہ خط اس شرط پر بھیجا جا رہا ہے کہ آپ اس کی رسید دیں۔",
        "يہ درخواست بشرطيكہ رسيد ملے مؤثر ہو گی۔",
    ],
)
def test_a_condition_is_found(sentence: str) -> None:
    text = f"I ask for records.\n\n{sentence} Thank you."

    assert conditional_sentences(text) == (sentence,)


@pytest.mark.parametrize(
    "text",
    [
        "Please acknowledge receipt of this request in writing, as section 13(1) requires.",
        "Kindly acknowledge it and give the diary number.",
        "The time to answer runs from the day on which you received the request.",
        "I acknowledge that the record may be given subject to payment of the fee.",
        "No decision was given until 11 March 2024.",
        "براہِ کرم دفعہ 13(1) کے تحت اس درخواست کی وصولی کی تحریری رسید دیں۔",
        "درخواست 26 فروری 2024ء کو موصول ہوئی۔",
        "جب تک فیس ادا نہ ہو ریکارڈ نہیں دیا جائے گا۔",
        "",
    ],
)
def test_a_request_for_an_acknowledgement_is_no_condition(text: str) -> None:
    assert conditional_sentences(text) == ()


def test_a_sentence_that_is_broken_over_lines_is_found_whole() -> None:
    text = "This request is conditional\non your acknowledgement.\n\nYours faithfully"

    assert conditional_sentences(text) == ("This request is conditional on your acknowledgement.",)
