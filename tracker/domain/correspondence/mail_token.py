"""The token in the e-mail address of one request.

Public officers copy addresses by hand. The alphabet has no characters that look alike, and a
check character finds every single wrong character and every swap of two.
"""

import re
from collections.abc import Iterable

CHARACTERS_OF_TOKENS = "23456789abcdefghjkmnpqrstuvwxyz"
# Ten random characters of 31 are about 49 bits, too many to guess by sending mail.
RANDOM_CHARACTERS = 10
LENGTH = RANDOM_CHARACTERS + 1
_BASE = len(CHARACTERS_OF_TOKENS)
_VALUE = {character: value for value, character in enumerate(CHARACTERS_OF_TOKENS)}
_WORDS = re.compile(rf"(?<![0-9a-z])[{CHARACTERS_OF_TOKENS}]{{{LENGTH}}}(?![0-9a-z])")


def token_from(number: int) -> str:
    """Return the token for a random number below `TOKENS`."""
    if not 0 <= number < TOKENS:
        raise ValueError(f"{number} is out of range")
    characters = []
    for _ in range(RANDOM_CHARACTERS):
        number, value = divmod(number, _BASE)
        characters.append(CHARACTERS_OF_TOKENS[value])
    body = "".join(characters)
    return body + _check_character(body)


TOKENS = _BASE**RANDOM_CHARACTERS


def is_token(words: str) -> bool:
    """Return whether these are a token in lower case, with the right check character."""
    return (
        len(words) == LENGTH
        and all(character in _VALUE for character in words)
        and _check_character(words[:-1]) == words[-1]
    )


def tokens_in(text: str) -> tuple[str, ...]:
    """Return the tokens in a text, whatever their case, each once, in order."""
    return tuple(dict.fromkeys(filter(is_token, _WORDS.findall(text.lower()))))


def near_tokens(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known tokens that differ by one wrong, missing, extra or swapped character.

    They are suggestions for a person, never matches.
    """
    words = typed.lower()
    return tuple(token for token in known if token != words and _one_edit_apart(words, token))


def _check_character(body: str) -> str:
    # 31 is prime and the weights differ, so that no single change or swap keeps the sum.
    total = sum((place + 2) * _VALUE[character] for place, character in enumerate(body))
    return CHARACTERS_OF_TOKENS[-total % _BASE]


def _one_edit_apart(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    if len(one) < len(other):
        return any(other[:place] + other[place + 1 :] == one for place in range(len(other)))
    places = [place for place in range(len(one)) if one[place] != other[place]]
    if len(places) == 1:
        return True
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]
