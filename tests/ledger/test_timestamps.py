"""Timestamps of RFC 3161: real answers of an authority hold, and nothing else does."""

import subprocess
from pathlib import Path

import pytest

from tests.authority import Authority
from tests.needs import find_program
from tracker.domain.base.errors import BadInput
from tracker.ledger.timestamps import (
    NotStamped,
    der_ordered,
    is_stamped,
    read_certificates,
    request_for,
    require_stamped,
    stamped_digest,
)

WORDS = "log.example/tracker\n7\nroot\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.answer(request_for(WORDS))


def test_an_answer_holds_for_its_words_and_under_its_root_alone(
    authority: Authority, answer: bytes, tmp_path: Path
) -> None:
    trusted = read_certificates(authority.root.read_bytes())
    other = read_certificates(Authority(tmp_path / "other").root.read_bytes())

    assert require_stamped(answer, WORDS, trusted).utcoffset() is not None
    assert not is_stamped(answer, WORDS + "8\n", trusted)
    assert not is_stamped(answer, WORDS, other)


def test_openssl_finds_the_same_answer_to_hold(
    authority: Authority, answer: bytes, tmp_path: Path
) -> None:
    (tmp_path / "words").write_text(WORDS)
    (tmp_path / "answer.tsr").write_bytes(answer)
    told = subprocess.run(
        [
            *(find_program("openssl"), "ts", "-verify", "-data", "words", "-in", "answer.tsr"),
            *("-CAfile", authority.root),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert told.stdout == "Verification: OK\n"


def test_an_answer_is_told_by_its_digest(answer: bytes) -> None:
    # Of the words, by `sha256sum`.
    digest = "9201671b9aa67ded6997b3460c1f7d5c6d63a500a90340938ddb5dd2ec8e6987"
    assert stamped_digest(answer).hex() == digest


def test_whatever_is_altered_of_what_was_signed_is_found(
    authority: Authority, answer: bytes
) -> None:
    trusted = read_certificates(authority.root.read_bytes())
    signed = answer.index(stamped_digest(answer))
    places = [*range(signed, signed + 60, 7), *range(len(answer) - 250, len(answer), 11)]
    for place in places:
        altered = bytearray(answer)
        altered[place] ^= 1
        assert not is_stamped(bytes(altered), WORDS, trusted), place


def test_certificates_in_another_order_are_put_in_that_of_the_standard(answer: bytes) -> None:
    ordered = der_ordered(answer)
    assert sorted(ordered) == sorted(answer)
    assert der_ordered(ordered) == ordered


@pytest.mark.parametrize("answer", [b"", b"0", b"0\x84", b"0\x03\x02\x01", b"\x30\x80\x00\x00"])
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(NotStamped):
        stamped_digest(answer)


def test_an_answer_that_breaks_off_anywhere_is_refused(answer: bytes) -> None:
    for end in range(0, len(answer), 13):
        with pytest.raises(NotStamped):
            stamped_digest(answer[:end])


def test_a_file_without_certificates_is_refused() -> None:
    with pytest.raises(BadInput, match="holds none"):
        read_certificates(b"no certificate")
