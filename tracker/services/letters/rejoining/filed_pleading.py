"""The pleading that a rejoinder follows, as it was filed: its grounds, numbers and annexes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.words.pleading import LetteredAnnex, Pleading, at_annex
from tracker.services.letters.appeal_words import Plea
from tracker.services.letters.chronology import said_since
from tracker.services.letters.folder import Folder, FrozenAnnexes, frozen_annexes
from tracker.services.letters.pleading.annex_letters import annex_key
from tracker.services.letters.pleading.arguing import arguments
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.layout import PARTS_OF, signs_of
from tracker.services.letters.pleading.quoting import sentences
from tracker.services.letters.pleading.reaching import every_answer, on_items_here, said_together
from tracker.services.letters.pleading.source import PleadingSource

_GROUND = re.compile(r"\{ground:([A-Za-z0-9:._-]+)\}")
_SEE = re.compile(r"\{see:([A-Za-z0-9:._-]+)\}")
_ROMAN = re.compile(r"[IVXLC]+")
_OF_FILING = Message("{number} of the {filing}")
_NO_ROWS: Mapping[str, str] = MappingProxyType({})
_PARAGRAPH = Message(" (paragraph {number} of the {filing})")


@dataclass(frozen=True)
class FiledPleading:
    """A pleading as it was filed, with what it was written from.

    `signs` are the numbers of its paragraphs and grounds by key, and `kept` says that they were
    stored when its letter was finalised here; else they are those of the draft. `quotes` are the
    words of later documents on each item, by entry, as a person logged them.
    """

    pleading: Pleading
    source: PleadingSource
    annexes: tuple[LetteredAnnex, ...]
    signs: Mapping[str, str]
    kept: bool
    quotes: Mapping[int, Mapping[str, str]]

    @property
    def replies(self) -> tuple[Entry, ...]:
        """Return the replies that had come when it was filed."""
        return self.source.plea.case_status.case_state.replies

    @cached_property
    def answers(self) -> Mapping[str, tuple[QuestionOutcome, ...]]:
        """Return every answer that these replies gave to each item, oldest first, by its key."""
        return every_answer(self.source)

    @cached_property
    def grounds(self) -> Mapping[str, str]:
        """Return the number of each ground by the key of its heading."""
        return {
            key: sign
            for key, sign in self.signs.items()
            if key.startswith("ground:") and _ROMAN.fullmatch(sign)
        }

    @cached_property
    def drafted(self) -> Mapping[str, Argument]:
        """Return the grounds that the program drafted for it and that are in its letter, by the
        key of the heading."""
        found = {f"ground:{each.key}": each for each in arguments(on_items_here(self.source))}
        return {key: each for key, each in found.items() if key in self.grounds}

    @cached_property
    def _rows(self) -> Mapping[str, str]:
        return {row.key: row.words for row in self.pleading.rows()}

    def numbers_of(self, source: PleadingSource, keys: Sequence[str]) -> str:
        """Return grounds by their numbers, in their order: I and III."""
        return said_together(source, [sign for key, sign in self.grounds.items() if key in keys])

    def at_reply(self) -> str:
        """Return a reference to the annex of the one reply that had come; empty if several had."""
        return at_annex(annex_key(self.replies[0])) if len(self.replies) == 1 else ""

    def as_referred(
        self, source: PleadingSource, words: str, drafted: Mapping[str, str] = _NO_ROWS
    ) -> str:
        """Return words with their references to its rows resolved: to a paragraph or a ground of
        what was filed. A sentence that refers to a ground which was not filed is left out, and so
        is a reference to a row that is `drafted` in other words now."""
        filing = source.words["filing"]
        named = (
            each
            for each in sentences(words)
            if all(key in self.grounds for key in _GROUND.findall(each))
        )
        said = " ".join(named)
        for key in _GROUND.findall(said):
            number = source.say(_OF_FILING, number=self.grounds[key], filing=filing)
            said = said.replace(f"{{ground:{key}}}", number)
        for key in _SEE.findall(said):
            same = drafted.get(key) in (None, self._rows.get(key))
            sign = self.signs.get(key, "") if same else ""
            see = source.say(_PARAGRAPH, number=sign, filing=filing) if sign.isdecimal() else ""
            said = said.replace(f"{{see:{key}}}", see)
        return said


def filed_pleading(
    case: Folder,
    plea: Plea,
    pleading: Pleading | None,
    source: PleadingSource | None,
    kind: LetterKind,
) -> FiledPleading | None:
    """Return the pleading of a filed remedy, as its writer had it before the filing, with what was
    stored of it when it was finalised; None without one."""
    if pleading is None or source is None:
        return None
    state = plea.case_status.case_state
    final = state.remedy_letter(*plea.remedy.place)
    frozen = frozen_annexes(case, final.event.evidence[0]) if final else FrozenAnnexes()
    signs = frozen.signs or signs_of(pleading, PARTS_OF[kind], source.locale)
    quotes = {each.seq: case.quotes(each.seq) for each in said_since(state)}
    annexes = frozen.annexes or pleading.annexes
    return FiledPleading(pleading, source, annexes, signs, bool(frozen.signs), quotes)
