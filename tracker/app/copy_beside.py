"""The copy in a folder, brought up to date by a process beside the export if that is possible.

That process looks through the folder and reads the state of the copy while the export loads the
program. Then it asks the export for pages, one question after the other, and writes what is no
page. The export answers, and has other processes make pages meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, NamedTuple, cast

from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.errors import Refusal
from tracker.mirror.asking import CopiedPages, Extra, KeptAnswer
from tracker.mirror.folder import as_left, read_last_copy
from tracker.mirror.looking import FilesFound, files_in, mark_of_files
from tracker.mirror.making import MirrorResult, make_copy
from tracker.parallel.messages import received, sendable
from tracker.parallel.side_process import SideProcess, can_fork


class CopyHere:
    """A copy that this process brings up to date. `kept` is the file of its state."""

    def __init__(self, path: Path, kept: Path) -> None:
        self.path = path
        self.kept = kept

    def left(self) -> str:
        """Return the digest of the folder as it is."""
        return as_left(self.path, mark_of_files(files_in(self.path, [])))

    def make(self, site: CopiedPages, progress: Callable[[int], None]) -> MirrorResult:
        """Bring the copy up to date, as `make_copy` does."""
        return make_copy(site, self.path, self.kept, progress)


class _Told(NamedTuple):
    """What the process says: a question, or at its end the result or an error."""

    question: str = ""
    given: tuple[Any, ...] = ()
    made: MirrorResult | None = None
    error: Exception | None = None


class CopyBeside(CopyHere):
    """A copy that another process brings up to date."""

    def __init__(self, path: Path, kept: Path, asked: Connection, process: SideProcess) -> None:
        super().__init__(path, kept)
        self._asked = asked
        self._process = process
        self._mark: int | None = None
        self._error: Exception | None = None
        self._begun = False

    def left(self) -> str:
        """Return the digest of the folder as it is. Each of the processes looks through a part."""
        here = mark_of_files(files_in(self.path, [], 1))
        return as_left(self.path, here + self._mark_of_the_rest())

    def _mark_of_the_rest(self) -> int:
        if self._mark is None:
            (self._mark,) = self._next().given
        return self._mark

    def make(self, site: CopiedPages, progress: Callable[[int], None]) -> MirrorResult:
        """Answer the other process until it has brought the copy up to date."""
        self._mark_of_the_rest()
        answers = _Answers(site, progress)
        self._begun = True
        self._send(None)
        while (told := self._next()).made is None:
            self._send(answers.to(told.question, told.given))
        return told.made

    def close(self) -> None:
        """End the other process. If it waits for an answer, it stores the state first."""
        self._asked.close()
        if self._begun:
            self._process.end()
        else:
            # It only reads until then.
            self._process.stop()

    def _next(self) -> _Told:
        if self._error is None:
            try:
                told: _Told = received(self._asked.recv_bytes())
            except (EOFError, ConnectionError):
                raise _ended() from None
            if told.error is None:
                return told
            self._error = told.error
        raise self._error

    def _send(self, answer: object) -> None:
        try:
            self._asked.send_bytes(sendable(answer))
        except ConnectionError:
            # It may have told an error before it ended.
            self._next()
            raise _ended() from None


def _ended() -> Refusal:
    return Refusal(
        "The process that writes the copy was ended from outside, as when memory runs out: look "
        "into the log of the system, then run the export again."
    )


class _Answers:
    """Answers to the questions of the other process, each by the name of a method of the site."""

    def __init__(self, site: CopiedPages, progress: Callable[[int], None]) -> None:
        self._site = site
        self._extras = list[Extra]()
        self._others: dict[str, Callable[..., object]] = {
            "progress": progress,
            "only": lambda: site.only,
            # Each time the next of all that was asked; None at the end.
            "answers": lambda: next(site.answers(), None),
            "extras": self._list_extras,
            "extra": lambda number: self._extras[number].made(),
        }

    def to(self, question: str, given: Sequence[Any]) -> object:
        """Return the answer to a question."""
        answer = self._others.get(question) or getattr(self._site, question)
        return answer(*given)

    def _list_extras(self) -> list[tuple[str, str]]:
        self._extras = list(self._site.extras())
        return [(each.file, each.of) for each in self._extras]


class _SiteOfTheExport:
    """The site as the process beside the export sees it: it asks for everything."""

    def __init__(self, asking: Connection) -> None:
        self._asking = asking
        self.only: str = self._ask("only")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._ask, name)

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        while (found := self._ask("answers")) is not None:
            yield found

    def extras(self) -> Iterator[Extra]:
        for number, (file, of) in enumerate(self._ask("extras")):
            yield Extra(file, partial(self._ask, "extra", number), of)

    def _ask(self, question: str, *given: Any) -> Any:
        _tell(self._asking, _Told(question, given))
        return received(self._asking.recv_bytes())


def _tell(asking: Connection, told: _Told) -> None:
    asking.send_bytes(sendable(told))


@contextmanager
def open_copy(path: Path, kept: Path) -> Iterator[CopyHere]:
    """Open the copy in a folder, whose state is in the file `kept`."""
    copy = _beside(path, kept) if can_fork() else None
    try:
        yield copy or CopyHere(path, kept)
    finally:
        if copy:
            copy.close()


def _beside(path: Path, kept: Path) -> CopyBeside | None:
    """Return a copy of another process; None if there is no room for one."""
    asked, asking = Pipe()
    with asking:
        try:
            process = SideProcess(partial(_work, asking, asked, path, kept))
        except OSError:
            asked.close()
            return None
    return CopyBeside(path, kept, asked, process)


def _work(asking: Connection, asked: Connection, path: Path, kept: Path) -> bytes:
    """Bring a copy up to date, in the process beside the export."""
    asked.close()
    with suppress(EOFError, ConnectionError), without_collecting():
        try:
            _tell(asking, _Told(made=_made(asking, path, kept)))
        except (EOFError, ConnectionError):
            raise
        except Exception as error:
            _tell(asking, _Told(error=error))
    return b""


def _made(asking: Connection, path: Path, kept: Path) -> MirrorResult:
    found = FilesFound()
    found.look_through(path, 0)
    _tell(asking, _Told("mark", (found.mark,)))
    found.look_through(path, 1)
    last = read_last_copy(path, kept, found)
    # The export has read nothing yet, or found that nothing changed.
    asking.recv_bytes()
    site = _SiteOfTheExport(asking)
    return make_copy(cast(CopiedPages, site), path, kept, site.progress, last)
