"""Signed notes: the example of the specification's origin, and what must not pass for a note."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.checkpoint import Checkpoint, read_checkpoint
from tracker.ledger.notes import (
    ED25519,
    WITNESS,
    NotANote,
    Note,
    NoteSignature,
    Signer,
    Verifier,
    read_note,
    read_verifier,
)

# A key and a signature that Go's package sumdb/note publishes as an example.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKv"
    "qfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SIGNER = Signer("log.example/tracker", bytes(range(32)))
TEXT = "log.example/tracker\n7\n" + b64encode(b"r" * 32).decode() + "\n"


def test_a_note_signed_elsewhere_holds() -> None:
    note = read_note(NOTE.encode())
    assert note.signed_by(read_verifier(KEY)) is not None
    assert str(note) == NOTE


def test_a_key_is_written_as_it_was_read() -> None:
    assert str(read_verifier(KEY)) == KEY
    assert read_verifier(str(SIGNER.verifier)) == SIGNER.verifier


def test_a_note_of_ours_holds_and_no_altered_one_does() -> None:
    note = read_note(str(SIGNER.sign(TEXT)).encode())
    assert note.signed_by(SIGNER.verifier)
    altered = Note(note.text.replace("7", "8"), note.signatures)
    assert altered.signed_by(SIGNER.verifier) is None
    stranger = Signer("log.example/tracker", bytes(32)).verifier
    assert note.signed_by(stranger) is None


@given(st.data())
def test_no_byte_of_a_note_can_be_turned_over(data: st.DataObject) -> None:
    whole = str(SIGNER.sign(TEXT)).encode()
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    altered = whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
    try:
        note = read_note(altered)
        assert note.text != TEXT or note.signed_by(SIGNER.verifier) is None
        assert note.signed_by(SIGNER.verifier) is None
    except NotANote:
        pass


def test_a_witness_signs_with_the_time() -> None:
    # C2SP tlog-cosignature: eight bytes of time, then the signature of a text that begins with it.
    witness = Signer("witness.example", b"w" * 32)
    said = f"cosignature/v1\ntime 1700000000\n{TEXT}"
    value = (1_700_000_000).to_bytes(8) + witness.sign(said).signatures[0].value
    verifier = Verifier("witness.example", WITNESS, witness.verifier.key)
    signature = NoteSignature("witness.example", verifier.number, value)
    note = SIGNER.sign(TEXT).also_signed([signature])
    found = read_note(str(note).encode()).signed_by(verifier)
    assert found is not None
    assert found.witnessed_at == 1_700_000_000
    earlier = NoteSignature("witness.example", verifier.number, (1).to_bytes(8) + value[8:])
    assert SIGNER.sign(TEXT).also_signed([earlier]).signed_by(verifier) is None
    short = NoteSignature("witness.example", verifier.number, b"1234")
    assert SIGNER.sign(TEXT).also_signed([short]).signed_by(verifier) is None


def test_a_signature_is_added_once() -> None:
    note = SIGNER.sign(TEXT)
    assert note.also_signed(note.signatures) == note


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no signature\n",
        b"text\n\n",
        b"text\n\nno dash\n",
        NOTE.encode()[:-1],
        NOTE.replace("— ", "- ").encode(),
        NOTE.replace("PeterNeumann x", "Peter Neumann x").encode(),
        NOTE.replace("JnAM=", "JnAN=").encode(),
        NOTE.encode() + b"\xff",
        NOTE.replace("problem,", "problem,\r").encode(),
        ("text\n\n" + "— a AAAAAAAA\n" * 101).encode(),
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(NotANote):
        read_note(data)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "PeterNeumann",
        KEY.replace("c74f20a3", "c74f20a4"),
        KEY[:-4],
        KEY.replace("+ARpc", "+AhpC"),
        KEY.replace("PeterNeumann", "Peter Neumann"),
    ],
)
def test_a_line_that_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(NotANote):
        read_verifier(line)


def test_a_key_of_another_kind_is_refused() -> None:
    other = Verifier("a", 2, b"k" * 32)
    with pytest.raises(NotANote, match="kind 2"):
        read_verifier(str(other))


def test_a_name_of_a_key_has_no_space_and_no_plus() -> None:
    for name in ("a b", "a+b", ""):
        with pytest.raises(NotANote):
            Signer(name, bytes(32))


def test_a_text_that_does_not_end_is_not_signed() -> None:
    with pytest.raises(NotANote):
        SIGNER.sign("no end")


def test_a_new_key_is_another_each_time_and_comes_back_from_its_seed() -> None:
    one, two = Signer.new("a"), Signer.new("a")
    assert one.verifier != two.verifier
    assert Signer("a", one.seed).verifier == one.verifier
    assert one.verifier.kind == ED25519
    assert len(b64decode(str(one.verifier).split("+", 2)[2])) == 33


def test_a_checkpoint_reads_back() -> None:
    checkpoint = Checkpoint("log.example/tracker", 7, b"r" * 32)
    assert str(checkpoint) == TEXT
    assert read_checkpoint(TEXT) == checkpoint
    more = Checkpoint("log.example/tracker", 0, b"r" * 32, ("and more",))
    assert read_checkpoint(str(more)) == more


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n7\n",
        TEXT[:-1],
        TEXT.replace("7", "07"),
        TEXT.replace("7", "-7"),
        TEXT.replace("7", "٧"),
        TEXT.replace("cnJy", "cnJ"),
        TEXT + "\n",
        "\n" + TEXT,
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        read_checkpoint(text)
