"""What witnesses and authorities say of the log is taken in, published, copied and checked."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.authority import Authority
from tests.mirror.copied import copied
from tests.offices import Clock
from tests.web.record_scenes import a_silence, serve
from tests.witness import AWitness
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.ledger.notes import WITNESS, Note, NoteSignature, Verifier, read_note
from tracker.ledger.signed_log import SignedLog
from tracker.ledger.timestamps import is_stamped, read_certificates
from tracker.services.core.office import Office
from tracker.verifier.checks import KnownElsewhere, verify

# The size of the log once it has the edition of the library and the padding of its first day.
FIRST = 17


@pytest.fixture
def log(office: Office) -> SignedLog:
    """The log of the office, with a first checkpoint: the edition of the library, and padding."""
    assert isinstance(office.log, SignedLog)
    assert office.log_upkeep.append().size == FIRST
    return office.log


def newest(office: Office) -> bytes:
    note = office.log.newest()
    assert note
    return note


@pytest.mark.slow
def test_what_a_witness_signed_is_published_copied_and_checked(
    office: Office, clock: Clock, log: SignedLog, tmp_path: Path
) -> None:
    followed, plain = AWitness(), AWitness("paper.example", plain=True)
    for witness in (followed, plain):
        log.attested.trust(str(witness.key), log.keys())
    at = clock.moment.replace(microsecond=0)
    signed = plain.signed(followed.signed(newest(office), at), at)
    assert log.attested.take_note(signed) == (FIRST, ("paper.example", "witness.example"))
    assert newest(office).count("\N{EM DASH}".encode()) == 3
    a_silence(office)
    copied(office, tmp_path)
    copy = tmp_path / "copy"

    alone = verify(copy)
    size = alone.checked["leaves of the log"]
    told = f"says to have seen the first {FIRST} of {size} entries"
    when = f"{at.astimezone(UTC):%d %B %Y %H:%M} UTC"
    assert alone.wrong == []
    of_copy = "this copy alone names that key"
    assert [line for line in alone.told if line.startswith("The witness") and of_copy in line] == [
        line for line in alone.told if line.startswith("The witness")
    ]

    known = verify(copy, KnownElsewhere(witnesses=[str(followed.key), str(plain.key)]))
    assert known.wrong == []
    assert f"The witness witness.example {told} at {when}." in known.told
    assert f"The witness paper.example {told} on a day that it does not name." in known.told

    stranger = verify(copy, KnownElsewhere(witnesses=[str(AWitness("stranger.example").key)]))
    assert stranger.wrong == [
        "log/checkpoint: the witness stranger.example signed no checkpoint of this copy"
    ]
    # Another key under the name that the copy gives is no such witness either.
    other = Verifier("witness.example", WITNESS, AWitness("stranger.example").key.key)
    assert "signed no checkpoint" in verify(copy, KnownElsewhere(witnesses=[str(other)])).wrong[0]


def test_a_page_of_the_log_says_who_else_saw_it(
    office: Office, clock: Clock, log: SignedLog
) -> None:
    reader, seen = serve(office), f"/log/checkpoints/{FIRST}"
    assert "Nobody else has signed a checkpoint yet." in reader.get("/log").text
    assert reader.get("/log/witnesses").status_code == 404
    assert reader.get(seen).status_code == 404
    witness = AWitness()
    log.attested.trust(str(witness.key), log.keys())
    log.attested.take_note(witness.signed(newest(office), clock.moment))

    page = reader.get("/log").text
    assert f'The witness <bdi>witness.example</bdi> signed <a href="{seen}">' in page
    assert 'href="/log/witnesses"' in page
    assert reader.get("/log/witnesses").text == f"{witness.key}\n"
    for address in (seen, "/log/checkpoint"):
        answer = reader.get(address)
        assert "immutable" not in answer.headers["Cache-Control"]
        assert read_note(answer.data).signed_by(witness.key)
    for address in (
        "/log/checkpoints/2",
        "/log/checkpoints/0",
        f"/log/timestamps/{FIRST}-{64 * 'a'}.tsr",
    ):
        assert reader.get(address).status_code == 404

    assert log.attested.distrust("witness.example") == 1
    assert reader.get(seen).status_code == 404
    assert "/log/witnesses" not in reader.get("/log").text
    with pytest.raises(NotOnFile, match="trusts no witness"):
        log.attested.distrust("witness.example")


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (lambda note, at: AWitness().signed(note, at + 3 * HOUR), "clocks is wrong"),
        (lambda note, at: AWitness().signed(note, at - 3 * HOUR), "clocks is wrong"),
        (lambda note, at: AWitness().signed(note, at + 9**6 * HOUR), "clocks is wrong"),
        (lambda note, at: AWitness("other.example").signed(note, at), "no witness whom this"),
        (lambda note, at: note, "no witness whom this"),
        (lambda note, at: b"a letter", "no signed checkpoint"),
        (lambda note, at: AWitness().signed(note.replace(b"\n17\n", b"\n2\n"), at), "never publ"),
        (
            lambda note, at: AWitness().signed(
                note.replace(b"\n\n", b"\nanother line\n\n", 1), at
            ),
            "never published such",
        ),
    ],
)
def test_a_signature_that_cannot_be_counted_on_is_not_published(
    office: Office,
    clock: Clock,
    log: SignedLog,
    given: Callable[[bytes, datetime], bytes],
    says: str,
) -> None:
    log.attested.trust(str(AWitness().key), log.keys())
    with pytest.raises(BadInput, match=says):
        log.attested.take_note(given(newest(office), clock.moment))
    assert list(log.attestations()) == []


def test_an_altered_signature_of_a_witness_is_refused(
    office: Office, clock: Clock, log: SignedLog
) -> None:
    witness = AWitness()
    log.attested.trust(str(witness.key), log.keys())
    note = read_note(witness.signed(newest(office), clock.moment))
    *others, last = note.signatures
    for value in (last.value[:-1] + bytes([last.value[-1] ^ 1]), last.value[:7]):
        altered = Note(note.text, (*others, NoteSignature(last.name, last.number, value)))
        with pytest.raises(BadInput, match="does not hold"):
            log.attested.take_note(str(altered).encode())


def test_no_witness_is_the_log_itself_nor_a_key_copied_in_part(log: SignedLog) -> None:
    with pytest.raises(BadInput, match="is the log itself"):
        log.attested.trust(log.keys()[0], log.keys())
    with pytest.raises(BadInput, match="no key of a witness"):
        log.attested.trust(str(AWitness().key)[:-4], log.keys())


@pytest.mark.slow
def test_a_timestamp_is_published_copied_and_checked(
    office: Office, clock: Clock, log: SignedLog, tmp_path: Path
) -> None:
    # An authority goes by the clock of the machine: so does the office here.
    clock.moment = datetime.now(UTC)
    office.premises.note_edition("e" * 64)
    size = log.append().size
    authority, other = Authority(tmp_path / "one"), Authority(tmp_path / "other")
    trusted = authority.root.read_bytes()
    answer = authority.answer(log.attested.request(None)[1])

    with pytest.raises(BadInput, match="was not taken"):
        log.attested.take_timestamp(answer, other.root.read_bytes())
    with pytest.raises(BadInput, match="never published a checkpoint of 7 entries"):
        log.attested.request(7)
    taken, at = log.attested.take_timestamp(answer, trusted)
    assert taken == size
    office.premises.note_edition("f" * 64)
    copied(office, tmp_path)
    copy = tmp_path / "copy"
    (stamp,) = (copy / "log/timestamps").iterdir()
    assert stamp.read_bytes() == answer

    said = f"says that the first {size} of {size + 1} entries stood at {at:%d %B %Y %H:%M} UTC"
    unsure = f"A timestamp {said}; who made it was not checked (`tracker verify --tsa` does that)."
    assert verify(copy).wrong == []
    assert unsure in verify(copy).told
    known = verify(copy, KnownElsewhere(authority=knows(trusted)))
    assert (known.wrong, f"A timestamp of the authority you named {said}." in known.told) == (
        [],
        True,
    )
    stranger = verify(copy, KnownElsewhere(authority=knows(other.root.read_bytes())))
    assert stranger.wrong == [
        "log/timestamps: no timestamp is signed by the authority that you named"
    ]
    alone = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "."], cwd=copy, capture_output=True, text=True
    )
    assert (alone.returncode, unsure in alone.stdout) == (0, True)

    stamp.write_bytes(authority.answer(log.attested.request(FIRST)[1]))
    wrong = verify(copy).wrong
    assert "log/timestamps: a timestamp is of something else than its checkpoint" in wrong


def knows(certificates: bytes) -> Callable[[bytes, str], bool]:
    trusted = read_certificates(certificates)
    return lambda answer, words: is_stamped(answer, words, trusted)
