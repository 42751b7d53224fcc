"""Tokens in the addresses of requests: a mistyped token is never taken for another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.correspondence.mail_token import (
    CHARACTERS_OF_TOKENS,
    LENGTH,
    TOKENS,
    is_token,
    near_tokens,
    token_from,
    tokens_in,
)

TOKEN = st.integers(0, TOKENS - 1).map(token_from)


def test_the_alphabet_has_no_characters_that_look_alike() -> None:
    assert not set(CHARACTERS_OF_TOKENS) & set("01ilo")
    assert len(CHARACTERS_OF_TOKENS) == len(set(CHARACTERS_OF_TOKENS)) == 31


@pytest.mark.parametrize("number", [-1, TOKENS])
def test_a_number_out_of_range_has_no_token(number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        token_from(number)


@given(TOKEN, st.integers(0, LENGTH - 1), st.sampled_from(CHARACTERS_OF_TOKENS))
def test_a_wrong_character_is_noticed(token: str, place: int, character: str) -> None:
    wrong = token[:place] + character + token[place + 1 :]

    assert is_token(wrong) == (wrong == token)


@given(TOKEN, st.integers(0, LENGTH - 2))
def test_two_swapped_characters_are_noticed(token: str, place: int) -> None:
    swapped = token[:place] + token[place + 1] + token[place] + token[place + 2 :]

    assert is_token(swapped) == (swapped == token)


@given(st.integers(0, TOKENS - 1), st.integers(0, TOKENS - 1))
def test_different_numbers_have_different_tokens(one: int, other: int) -> None:
    assert (token_from(one) == token_from(other)) == (one == other)


@given(TOKEN)
def test_a_token_is_found_in_an_address_in_any_case(token: str) -> None:
    shouted = f"Office <office+{token.upper()}@rti.example>, {token}@rti.example, 0{token}"

    assert tokens_in(shouted) == (token,)


@given(TOKEN, st.integers(0, LENGTH - 1))
def test_a_token_with_a_missing_character_is_suggested(token: str, place: int) -> None:
    typed = token[:place] + token[place + 1 :]

    assert near_tokens(typed, [token, token_from(7)])[:1] == (token,)


@given(TOKEN)
def test_a_token_is_not_near_itself_or_with_two_characters_missing(token: str) -> None:
    assert near_tokens(token, [token]) == ()
    assert near_tokens(token[2:], [token]) == ()
