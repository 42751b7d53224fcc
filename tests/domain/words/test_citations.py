"""Citations of provisions, read in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words.citations import CITED, citations


def cited(text: str) -> list[str]:
    """Each citation of a text, as kind and parts."""
    return [each.levels[-1][1:].replace(CITED, " ") for each in citations(text.split())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("under section 37(1)(a), today", ["section 37 1 a"]),
        ("Sec. 37 and s.12", ["section 37", "section 12"]),
        ("ss. 37(5) and 2(1)(xxxa), as amended", ["section 37 5", "section 2 1 xxxa"]),
        ("sections 4, 5 and 6(2) of it", ["section 4", "section 5", "section 6 2"]),
        ("section 2B(1)(h) and (l)", ["section 2b 1 h"]),
        ("section 37 and 3 days", ["section 37"]),
        ("section 37 (1) of the Act", ["section 37 1"]),
        ("section 37 (the power)", ["section 37"]),
        ("Article 19-A", ["article 19a"]),
        ("§ 12 Abs. 1 VwGO; Artikel 5", ["section 12", "article 5"]),
        ("دفعہ ۳۷(۱) اور قاعدہ 4", ["section 37 1", "rule 4"]),
        ("دفعات 4 اور 5", ["section 4", "section 5"]),
        ("subsection 2 of the body’s 3", []),
        ("the section on 5 fees", []),
        ("sections 37, 2016", ["section 37"]),
        ("", []),
    ],
)
def test_a_citation_is_read_with_its_levels(text: str, found: list[str]) -> None:
    assert cited(text) == found


def test_each_level_of_a_citation_is_one_word() -> None:
    [one] = citations(["of", "s.", "37(1)", "here"])

    assert (one.first, one.after) == (1, 3)
    assert [level.count(CITED) for level in one.levels] == [2, 3]


@given(
    st.lists(
        st.sampled_from(["section", "s.", "37", "(1)", "37(1),", "and", "§", "دفعہ", "\0", "(("])
    )
)
def test_citations_are_in_order_and_within_the_text(pieces: list[str]) -> None:
    last = 0
    for each in citations(pieces):
        assert last <= each.first < each.after <= len(pieces)
        last = each.after
