"""The commands to a mailbox that is open. Mail is named by its UID, never by its place in line."""

import imaplib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tracker.mail.imap.answers import copied_to, folder_names, literals, seen_in, uids_in
from tracker.services.ports.correspondence.fetching import MailboxTrouble, MailSession, MovedTo
from tracker.services.ports.correspondence.received import MailFolder, MailTrouble, SeenMail

# As many numbers as fit into one line of a command on every server.
_IN_ONE_COMMAND = 500
# Junk is in one of the first folders of every mailbox.
_MOST_FOLDERS = 50


@contextmanager
def translate_answers() -> Iterator[None]:
    """Translate errors of a connection to MailboxTrouble. No word of the server is passed on."""
    try:
        yield
    except (imaplib.IMAP4.abort, OSError, EOFError) as error:
        raise MailboxTrouble(
            MailTrouble.CUT_OFF, "The connection to the mail server ended too early."
        ) from error
    except (imaplib.IMAP4.error, ValueError) as error:
        raise _refused() from error


class ImapSession(MailSession):
    """A connection that is signed in. `abilities` are those that the server names."""

    def __init__(
        self,
        connection: imaplib.IMAP4,
        abilities: frozenset[str],
        tls: str,
        inbox: str,
        filed: str,
    ) -> None:
        self._connection = connection
        self._abilities, self._tls = abilities, tls
        self._can_move = "MOVE" in abilities
        self._can_expunge_one = "UIDPLUS" in abilities
        self._names = {MailFolder.INBOX: _quoted(inbox), MailFolder.FILED: _quoted(filed)}

    @property
    def abilities(self) -> frozenset[str]:
        return self._abilities

    @property
    def tls(self) -> str:
        return self._tls

    def has_folder(self, folder: MailFolder) -> bool:
        with translate_answers():
            return self._connection.select(self._names[folder], readonly=True)[0] == "OK"

    def remove_elsewhere(self, word: str) -> str:
        inbox = self._names[MailFolder.INBOX]
        with translate_answers():
            _, told = self._connection.list()
            names = [name for name in folder_names(told) if _quoted(name) != inbox]
            for name in names[:_MOST_FOLDERS]:
                if self._connection.select(_quoted(name))[0] != "OK":
                    continue
                if uids := uids_in(self._sent("SEARCH", "TEXT", _quoted(word))):
                    self.delete(uids)
                    return name
        return ""

    def select(self, folder: MailFolder) -> int:
        name = self._names[folder]
        with translate_answers():
            ok, _ = self._connection.select(name)
            if ok != "OK" and folder is MailFolder.FILED:
                self._connection.create(name)
                ok, _ = self._connection.select(name)
            (told,) = self._connection.response("UIDVALIDITY")[1]
            if ok != "OK" or told is None:
                raise MailboxTrouble(
                    MailTrouble.FOLDER, f"The mail server does not open the folder {name}."
                )
            return int(told)

    def uids(self) -> Sequence[int]:
        return uids_in(self._command("SEARCH", "ALL"))

    def seen(self, uids: Sequence[int]) -> Mapping[int, SeenMail]:
        found: dict[int, SeenMail] = {}
        for start in range(0, len(uids), _IN_ONE_COMMAND):
            part = uids[start : start + _IN_ONE_COMMAND]
            found |= seen_in(self._command("FETCH", _set(part), "(UID RFC822.SIZE INTERNALDATE)"))
        return {uid: found[uid] for uid in uids if uid in found}

    def raw(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        # PEEK leaves a mail unread for people who look at the mailbox.
        found = literals(self._command("FETCH", _set(uids), "(UID BODY.PEEK[])"))
        return {uid: content for uid, content in found if uid in uids}

    def header(self, uid: int) -> bytes | None:
        found = dict(literals(self._command("FETCH", str(uid), "(UID BODY.PEEK[HEADER])")))
        return found.get(uid)

    def file_away(self, uids: Sequence[int]) -> Mapping[int, MovedTo]:
        filed, moved = self._names[MailFolder.FILED], dict[int, MovedTo]()
        if self._can_move:
            for start in range(0, len(uids), _IN_ONE_COMMAND):
                moved |= self._moved("MOVE", uids[start : start + _IN_ONE_COMMAND], filed)
            return moved
        for uid in uids:
            # A process that is killed between the two commands leaves only one copy too many.
            moved |= self._moved("COPY", [uid], filed)
            self.delete([uid])
        return moved

    def delete(self, uids: Sequence[int]) -> None:
        self._command("STORE", _set(uids), "+FLAGS.SILENT", r"(\Deleted)")
        if self._can_expunge_one:
            # A plain EXPUNGE would also remove what other people marked.
            self._command("EXPUNGE", _set(uids))

    def _moved(self, command: str, uids: Sequence[int], to: str) -> dict[int, MovedTo]:
        with translate_answers():
            ok, answers = self._connection.uid(command, _set(uids), to)
            if ok != "OK":
                # The folder is missing on the first day, or somebody deleted it.
                self._connection.create(to)
                answers = self._sent(command, _set(uids), to)
            # MOVE tells it in an answer of its own, COPY in the last line (RFC 6851).
            told = self._connection.response("COPYUID")[1]
            if told and told[0]:
                answers = [b"COPYUID " + each for each in told]
            found = copied_to(answers, uids)
            return {uid: MovedTo(*to) for uid, *to in found if uid in uids}

    def _command(self, *words: str) -> list[Any]:
        with translate_answers():
            return self._sent(*words)

    def _sent(self, *words: str) -> list[Any]:
        uid: Callable[..., tuple[str, list[Any]]] = self._connection.uid
        ok, answers = uid(*words)
        if ok != "OK":
            raise _refused()
        return answers


def _refused() -> MailboxTrouble:
    return MailboxTrouble(
        MailTrouble.ANSWER, "The mail server refused a command, or gave an answer that is unclear."
    )


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def _quoted(name: str) -> str:
    escaped = name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
