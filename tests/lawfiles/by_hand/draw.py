"""Draws the days of which the last day is then worked out by hand, for every limit of every law.

    python -m tests.lawfiles.by_hand.draw [LAW ...]

Prints a row for each case: law, stage, how it is counted, and the day of the event. The draw reads
the law's numbers only to place its days: some at any time, some at the end of a year, and some so
that the time ends near the end of a year or of a month, or on a weekend. It counts no time limit
and uses nothing of the program. Each limit draws by a seed of its own, so that a new law moves no
case of another.
"""

import sys
import tomllib
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

SEED = 20261129
LIBRARY = Path(__file__).parents[3] / "tracker/library"
LAST_START = date(2026, 9, 30)
DAYS = {"hour": 1 / 24, "day": 1, "working-day": 1.45, "week": 7, "month": 30.4}
PLAIN, EXPEDITED, EXTENDED = "plain", "expedited", "extended"
FEWEST_OF_A_LAW = 4
SETTLED = {"stops", "restarts", "runs-on", "continues"}
TURNS_OF_FACTS = 100
FOUR_WEEKS = timedelta(weeks=4)


class Drawn(NamedTuple):
    """What is to be worked out: a stage of a law, how, and the day of the event."""

    law: str
    stage: str
    how: str
    start: date


class Counted(NamedTuple):
    """A limit of a stage, and the days on which it can begin."""

    stage: str
    how: str
    since: date
    until: date
    about: timedelta


class Known(NamedTuple):
    """The days of which a calendar knows the holidays."""

    since: date
    until: date


def drawn_for(law: dict[str, Any], known: Known) -> list[Drawn]:
    """Draw one case for each limit of a law, and more until there are enough of them."""
    limits = list(limits_of(law, known))
    rounds = -(-FEWEST_OF_A_LAW // len(limits)) if limits else 0
    plainly = [
        Drawn(law["key"], each.stage, each.how, _start(law["key"], each, turn))
        for turn in range(rounds)
        for each in limits
    ]
    return plainly + [each for limit in limits for each in _interrupted(law, limit)]


def _interrupted(law: dict[str, Any], limit: Counted) -> Iterator[Drawn]:
    """Draw a case for each pause and transfer of a plain limit whose effect the law settles."""
    stage = law["stage"][limit.stage]
    for turn, pause in enumerate([*stage.get("pause", []), stage.get("transfer", {})]):
        if limit.how != PLAIN or pause.get("effect") not in SETTLED:
            continue
        start = _start(law["key"], limit, TURNS_OF_FACTS + turn)
        chance = Random(f"{SEED}/{law['key']}/{limit.stage}/{turn}")  # noqa: S311
        first = start + timedelta(days=chance.randrange(1, 7))
        second = first + timedelta(days=chance.randrange(1, 13))
        told = [(pause.get("begins_with", "transferred"), first), (pause.get("ends_with"), second)]
        facts = ", ".join(f"{kind} {day}" for kind, day in told if kind)
        yield Drawn(law["key"], limit.stage, facts, start)


def limits_of(law: dict[str, Any], known: Known) -> Iterator[Counted]:
    """Yield each limit of a law, and the last limit of each stage with its extension."""
    for key, stage in law["stage"].items():
        for number in stage.get("limit", []):
            yield _counted(key, PLAIN, number, number, known)
        for number in stage.get("expedited", []):
            yield _counted(key, EXPEDITED, number, number, known)
        if "length" in (longer := stage.get("extension", {})):
            yield _counted(key, EXTENDED, stage["limit"][-1], longer, known)


def _counted(
    stage: str, how: str, limit: dict[str, Any], longest: dict[str, Any], known: Known
) -> Counted:
    days = [DAYS[each["unit"]] * each["length"] for each in (limit, longest)]
    about = timedelta(days=round(max(days)))
    until = min(limit.get("until", LAST_START), LAST_START, known.until - 2 * about - FOUR_WEEKS)
    return Counted(stage, how, max(limit["since"], known.since), until, about)


def _start(law: str, limit: Counted, turn: int) -> date:
    chance = Random(f"{SEED}/{law}/{limit.stage}/{limit.how}/{limit.since}/{turn}")  # noqa: S311
    span = (limit.until - limit.since).days
    start = limit.since + timedelta(days=chance.randrange(span))
    place = chance.randrange(5)
    moved = [
        start,
        date(start.year, 12, chance.randrange(8, 32)),
        date(start.year, 12, 24) + timedelta(days=chance.randrange(10)) - limit.about,
        (start.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1),
        _weekend_after(start) - limit.about,
    ][place]
    return moved if limit.since <= moved <= limit.until else start


def _weekend_after(day: date) -> date:
    return day + timedelta(days=5 - day.weekday())


def laws_read(keys: Collection[str] = ()) -> Iterator[tuple[dict[str, Any], Known]]:
    """Yield the laws named, or all, with the days that their calendars know."""
    for file in sorted((LIBRARY / "laws").glob("*.toml")):
        if keys and file.stem not in keys:
            continue
        law = tomllib.loads(file.read_text("utf-8"))
        calendar = LIBRARY / "calendars" / f"{law['calendar']}.toml"
        yield law, Known(**tomllib.loads(calendar.read_text("utf-8"))["known"])


def drawn(keys: Collection[str] = ()) -> Iterator[Drawn]:
    """Draw the cases of the laws named, or of all."""
    for law, known in laws_read(keys):
        yield from drawn_for(law, known)


if __name__ == "__main__":
    for case in drawn(sys.argv[1:]):
        sys.stdout.write("\t".join(map(str, case)) + "\n")
