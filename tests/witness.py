"""A witness of logs, for tests."""

from datetime import datetime

from tracker.ledger.notes import WITNESS, NoteSignature, Signer, Verifier, read_note


class AWitness:
    """A witness that follows logs, and signs either as C2SP tlog-cosignature says or plainly."""

    def __init__(self, name: str = "witness.example", *, plain: bool = False) -> None:
        self._signer = Signer(name, name.encode().ljust(32)[:32])
        ours = self._signer.verifier
        self.key = ours if plain else Verifier(name, WITNESS, ours.key)
        self._plain = plain

    def signature(self, text: str, at: datetime) -> NoteSignature:
        if self._plain:
            return self._signer.sign(text).signatures[0]
        seconds = int(at.timestamp())
        made = self._signer.sign(f"cosignature/v1\ntime {seconds}\n{text}").signatures[0].value
        return NoteSignature(self.key.name, self.key.number, seconds.to_bytes(8) + made)

    def signed(self, note: bytes, at: datetime) -> bytes:
        read = read_note(note)
        return str(read.also_signed([self.signature(read.text, at)])).encode()
