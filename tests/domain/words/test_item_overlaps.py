"""Items in a lawyer's own words that repeat an item of the core."""

from tracker.domain.words.item_overlaps import overlapping

# As the core asks a ministry.
CORE = {
    "blocking-order": "Orders. Each order or decision of the Body, or of a regulator and held by "
    "the Body, that imposed, continued, changed or ended the Restriction, with its number, date, "
    "scope, office of the signatory and annexes.",
    "directions-to-operators": "Directions to operators. Each communication that the Body sent "
    "directly to an operator or internet service provider to carry out, change or end the "
    "Restriction, and each reply received.",
}
NAMES = {
    "blocking-order": "The orders",
    "directions-to-operators": "Directions to operators, and their reports",
}


def found(words: str, own: str = "") -> str | None:
    return overlapping(words, CORE, NAMES, own)


def test_an_item_with_every_word_of_a_short_name_asks_for_that_item() -> None:
    words = "Each direction to operators to block X, with each report of compliance"

    assert found(words) == "directions-to-operators"
    assert overlapping(words, CORE) is None, "only the name has the reports"


def test_an_order_by_which_a_ministry_blocked_is_an_order_of_the_core() -> None:
    assert found("Each order or decision by which the Ministry blocked X") == "blocking-order"
    assert found("The orders blocking Telegram", "Telegram") == "blocking-order"
    assert found("Orders blocking the ministries") == "blocking-order"


def test_the_name_of_the_service_is_no_word_of_the_records() -> None:
    words = "The order of the Interior Ministry against Telegram"

    assert found(words, "Ministry of Interior, Telegram") == "blocking-order"
    assert found(words) is None, "two of three words say nothing of the core"


def test_another_record_about_the_same_matter_is_not_covered() -> None:
    assert found("The contract for filtering equipment.") is None
    assert found("Each report on the cost of directions.") is None
    assert found("The decision on the fee for the licence.") is None
    assert found("") is None
