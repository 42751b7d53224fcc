"""The report on coverage as Markdown tables and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.law.law import ReadIn
from tracker.lawfiles.reports.coverage import Coverage, FactKind
from tracker.services.core.i18n import Locale

_LOCALE = Locale("en")
_COLUMNS = {
    ReadIn.OFFICIAL_TEXT: "official text",
    ReadIn.OFFICIAL_COPY: "copy of it",
    ReadIn.QUOTED: "quoted",
    ReadIn.TRANSLATION: "translated",
    ReadIn.SECONDARY: "secondary",
    ReadIn.MEMORY: "memory",
}
_HEAD = """# Coverage of the library

How the facts of the library were read, made by `tracker law coverage`. A fact counts once, by the
weakest reading that it rests on. *Official text* and *copy of it* are the words of the law or of
the authority itself. *Quoted* and *translated* are its words in another document or another
language. *Secondary* is a guide or the press. What is known from *memory* alone has no date and no
sentence in a letter. *Not known* counts what the library says that it does not know, laws for
which the library has no exemption or no rule on the contents of a refusal, exemptions whose
effect, test or public interest was not read, and bodies without a postal address. An end and an
approval count only where one was read. A copied address is one that others give: the body has not
confirmed it, and no letter goes there before a person has.
"""


def coverage_as_markdown(found: Sequence[Coverage]) -> Iterator[str]:
    """Yield the lines of the report: one table by kind of fact, and one for each country."""
    yield from _HEAD.splitlines()
    yield ""
    yield "## By kind of fact"
    yield ""
    yield from _table(_by_kind(found), shares=True)
    for country in dict.fromkeys(each.country for each in found):
        yield ""
        yield f"## {_LOCALE.country(country)}"
        yield ""
        yield from _table([each for each in found if each.country == country])


def coverage_as_json(found: Iterable[Coverage]) -> list[dict[str, object]]:
    """Return one entry for each country and kind, with a number for each reading."""
    return [
        {
            "country": each.country,
            "kind": each.kind.value,
            "read": {reading.value: each.read[reading] for reading in ReadIn},
            "not_known": each.unknown,
        }
        for each in found
    ]


def _by_kind(found: Sequence[Coverage]) -> list[Coverage]:
    sums = []
    for kind in FactKind:
        read: Counter[ReadIn] = Counter()
        of_kind = [each for each in found if each.kind is kind]
        for each in of_kind:
            read.update(each.read)
        sums.append(Coverage("", kind, read, sum(each.unknown for each in of_kind)))
    return sums


def _table(rows: Iterable[Coverage], *, shares: bool = False) -> Iterator[str]:
    yield f"| Kind | {' | '.join(_COLUMNS.values())} | not known |"
    yield "|---" * (len(_COLUMNS) + 2) + "|"
    for row in rows:
        cells = [_cell(row.read[reading], row.total, shares) for reading in _COLUMNS]
        cells.append(_cell(row.unknown, row.total, shares))
        yield f"| {row.kind.value} | {' | '.join(cells)} |"


def _cell(number: int, total: int, shares: bool) -> str:
    if not number:
        return ""
    return f"{number} ({number / total:.0%})" if shares else str(number)
