"""A recovery key keeps its bytes through every form, and a misread word is found."""

from contextlib import suppress

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from tracker.domain.base.errors import BadInput
from tracker.storage.office_data.recovery_secret import (
    RecoverySecret,
    public_key_of,
    read_words,
    recipient_of,
)

KEYS = st.binary(min_size=32, max_size=32).map(RecoverySecret)
KNOWN = Mnemonic("english").wordlist
# The last test vector of BIP-39 with 256 bits.
VECTOR = "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f"
VECTOR_WORDS = (
    "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing "
    "screen patrol group space point ten exist slush involve unfold"
)


@given(KEYS)
def test_every_form_leads_back_to_the_key(secret: RecoverySecret) -> None:
    assert RecoverySecret.from_identity(secret.identity) == secret
    assert RecoverySecret.from_identity(secret.identity.lower()) == secret
    assert RecoverySecret.from_words(secret.words) == secret
    assert RecoverySecret.from_words(read_words(" ".join(secret.words))) == secret


@given(KEYS)
def test_age_and_the_wraps_of_the_office_see_one_key(secret: RecoverySecret) -> None:
    of_age = pyrage.x25519.Identity.from_str(secret.identity)
    public = X25519PrivateKey.from_private_bytes(secret.raw).public_key().public_bytes_raw()

    assert str(of_age) == secret.identity
    assert str(of_age.to_public()) == secret.recipient
    assert public_key_of(secret.recipient) == public
    assert recipient_of(public) == secret.recipient


def test_the_words_are_those_of_the_standard() -> None:
    secret = RecoverySecret(bytes.fromhex(VECTOR))

    assert " ".join(secret.words) == VECTOR_WORDS


def test_keys_are_random() -> None:
    assert RecoverySecret.new() != RecoverySecret.new()


def test_a_key_is_not_shown_by_accident() -> None:
    secret = RecoverySecret.new()

    assert repr(secret) == "RecoverySecret()"


@given(KEYS, st.integers(0, 23))
def test_words_may_be_copied_with_numbers_capitals_or_four_letters(
    secret: RecoverySecret, at: int
) -> None:
    words = list(secret.words)
    words[at] = words[at][:4].upper()

    typed = ",\n".join(f"{number}. {word}" for number, word in enumerate(words, start=1))

    assert read_words(typed) == secret.words


def test_a_word_that_does_not_exist_is_named_with_its_place_and_the_nearest_words() -> None:
    with pytest.raises(BadInput) as refused:
        read_words(VECTOR_WORDS.replace("warrior", "warior"))

    assert str(refused.value).startswith("Word 7, “warior”, is not one of the words")
    assert "did you mean “warrior”" in str(refused.value)
    with pytest.raises(BadInput, match=r"Word 9, “xqzzq”.*: compare it with the paper\.$"):
        read_words("xqzzq", after=8)


@given(KEYS, st.integers(0, 23), st.sampled_from(KNOWN))
def test_another_word_never_leads_to_the_same_key(
    secret: RecoverySecret, at: int, other: str
) -> None:
    words = list(secret.words)
    words[at] = other
    # One misread word in 256 fits by chance: it is another key, which opens nothing.
    with suppress(BadInput):
        found = RecoverySecret.from_words(words)
        assert (found == secret) == (tuple(words) == secret.words)


def test_words_in_another_order_do_not_belong_together() -> None:
    words = VECTOR_WORDS.split()

    with pytest.raises(BadInput, match="two changed places"):
        RecoverySecret.from_words(words[::-1])


@pytest.mark.parametrize("number", [0, 12, 23, 25])
def test_too_few_or_too_many_words_are_counted(number: int) -> None:
    with pytest.raises(BadInput, match=f"24 words, and these are {number}:"):
        RecoverySecret.from_words((VECTOR_WORDS.split() * 2)[:number])


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line[:-1],
        lambda line: line[:-1] + ("Q" if line[-1] != "Q" else "P"),
        lambda line: line[:20] + line[20:].lower(),
        lambda line: RecoverySecret.from_identity(line).recipient,
        lambda _: "",
    ],
)
def test_a_damaged_identity_is_refused_without_repeating_it(change) -> None:
    line = change(RecoverySecret.new().identity)

    with pytest.raises(BadInput, match="is not a recovery identity") as refused:
        RecoverySecret.from_identity(line)

    assert not line or line not in str(refused.value)


@pytest.mark.parametrize("key", ["age1short", "", RecoverySecret(bytes(32)).identity])
def test_what_is_no_recipient_has_no_public_key(key: str) -> None:
    with pytest.raises(BadInput, match="begins with age1"):
        public_key_of(key)
