"""The parties of a petition beside the decider and the body asked: one that is joined while the
decider has no members, and the bodies to which items were referred."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, at_start
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, as_text
from tracker.services.letters.pleading.reaching import answers_to_items, at_issue, in_items
from tracker.services.letters.pleading.source import PleadingSource

# The paragraph on a respondent who is joined while the decider has no members.
JOINED_KEY = "parties:joined"
# The paragraph on the bodies to which items were referred. Without it, none is in the title.
REFERRED_KEY = "parties:referred"
# The paragraph on the Division for which that respondent is joined.
DIVISION_KEY = "parties:division"
_STATE_DIVISION = Message(
    "[State which Division is charged with the appointment of the members, and which document "
    "shows it.]"
)
_DIVISION_UNKNOWN = Message("The {other} can state which Division that is.")
# A Division as counsel names it, for the cause title. A word that only points to one names none.
_DIVISION = re.compile(
    r"\b(?!(?:Which|That|This|The|No|A)\b)((?:[A-Z][\w’&-]*,? (?:and |of |the )?){1,6}Division)\b"
)
_CAPACITIES = "abcdefghij"
_AND_LAST = Message("{first}, and {last}")
_PRO_FORMA = Message("pro forma, for {items}")
_THIRD, _FOURTH = Message("Third respondent"), Message("Fourth respondent")
_WHY = Message(
    "The reply refers to {body} for {items}. That body is named above pro forma, for these "
    "records alone, and no default is alleged against it: the order asked for on them touches it, "
    "and it is to be heard first."
)


def joined_party(source: PleadingSource) -> str:
    """Return the respondent who is joined while the decider has no members; empty if the law names
    none, or a person left the paragraph on it out."""
    party, vacant = source.forum.joined_party, Circumstance.STEP_WITHOUT_MEMBERS in source.pleaded
    return source.text(party) if party and vacant and JOINED_KEY not in source.rows_out else ""


def joined_already(source: PleadingSource) -> bool:
    """Return whether the body asked is part of the party that is joined, as a ministry is."""
    party = source.forum.party_by_role.get(source.respondent.role)
    return party is not None and party == source.forum.joined_party


def why_joined(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield why a further respondent is joined while the decider has no members, and why the
    bodies to which items were referred are respondents."""
    forum = source.forum
    said = forum.joined_already if joined_already(source) else forum.joined
    if said and Circumstance.STEP_WITHOUT_MEMBERS in source.pleaded:
        rests = PleadingBasis((source.plea.opening.seq,), forum.sources)
        yield PleadingRow(JOINED_KEY, source.text(said), rests_on=rests)
        yield _of_division(source)
    named = _referred(source)
    if named:
        words = " ".join(
            at_start(source.say(_WHY, body=source.body_named(name), items=in_items(source, items)))
            for name, items in named
        )
        entries = tuple(dict.fromkeys(seq for seq, _ in answers_to_items(source).values()))
        yield PleadingRow(REFERRED_KEY, words, rests_on=PleadingBasis(entries, forum.sources))


def _of_division(source: PleadingSource) -> PleadingRow:
    """Return a place for the Division that is charged with the appointment: the library does not
    know it, and the party may say so."""
    party = source.forum.joined_party
    known = source.say(_DIVISION_UNKNOWN, other=source.text(party) if party else "")
    rests = PleadingBasis((source.plea.opening.seq,))
    return PleadingRow(DIVISION_KEY, source.say(_STATE_DIVISION), rests_on=rests, instead=known)


def joined_for(source: PleadingSource) -> str:
    """Return for which Division the further respondent is joined: by its name, if counsel named it
    in the paragraph on it. It is empty for the body asked, which stands in the title already."""
    through = source.forum.joined_through
    if through is None:
        return ""
    words = source.text(through)
    named = _DIVISION.search(source.rows_said.get(DIVISION_KEY, ""))
    if named and named[1].casefold() == source.respondent.name.in_language(SOURCE).casefold():
        return ""
    own = source.forum.joined_through_named
    return source.text(own).replace("{division}", named[1]) if named and own else words


def _referred(source: PleadingSource) -> list[tuple[str, list[int]]]:
    """Return the bodies bound by the law to which a reply refers items at issue, each with these
    items, in a petition in which the decider is the first respondent."""
    if source.plea.first or source.forum.decider is None:
        return []
    found: dict[str, list[int]] = {}
    answers = at_issue(source)
    for number, asked in source.drafted.numbered:
        outcome = answers.get(asked.key)
        elsewhere = outcome and outcome.outcome is Outcome.REFERRED_ELSEWHERE
        if outcome and elsewhere and source.is_bound(outcome.referred_to):
            found.setdefault(outcome.referred_to, []).append(number)
    return [each for each in found.items() if each[0] != source.plea.respondent()]


def _party_of(source: PleadingSource, name: str) -> str:
    """Return the party that stands in the title for a body; empty if it stands there itself."""
    body = source.library.bodies.get(name)
    party = source.forum.party_by_role.get(body.role) if body else None
    return source.text(party) if party else ""


def _line_of(source: PleadingSource, name: str, items: Sequence[int]) -> str:
    """Return what follows the name of a body to which items were referred, or of its party."""
    body, lines = source.library.bodies.get(name), source.locale.together
    said = []
    if body:
        through = source.through_of(body)
        if _party_of(source, name) and source.forum.party_through:
            words = source.text(source.forum.party_through).replace(
                "{body}", source.body_named(name)
            )
            through = words.replace("{through}", through)
        said = [lines(each) for each in (through, *body.address) if each]
    said.append(source.say(_PRO_FORMA, items=in_items(source, items)))
    return source.locale.listed(said)


def in_capacities(source: PleadingSource, party: str, own: Sequence[str]) -> str:
    """Return what follows the name of a party: in one capacity, or in several with their
    letters. `own` are those beside the bodies to which items were referred."""
    named = [] if REFERRED_KEY in source.rows_out else _referred(source)
    more = [_line_of(source, n, items) for n, items in named if _party_of(source, n) == party]
    every = [*own, *more]
    if len(every) < 2:
        return "".join(every)
    *first, last = [f"({sign}) {words}" for sign, words in zip(_CAPACITIES, every, strict=False)]
    return source.say(_AND_LAST, first=source.locale.listed(first), last=last)


def further_respondents(source: PleadingSource, second: str) -> dict[str, str]:
    """Return the lines of the cause title for the respondents after the second, whose name is
    given; empty where there is none."""
    found: list[tuple[str, str]] = []
    joined = joined_party(source)
    if joined and joined != second:
        own = [each for each in [joined_for(source)] if each]
        found.append((joined, in_capacities(source, joined, own)))
    titled = {second, *(name for name, _ in found)}
    for name, items in [] if REFERRED_KEY in source.rows_out else _referred(source):
        party = _party_of(source, name)
        if party in titled:
            continue
        titled.add(party)
        body = source.library.bodies.get(name)
        own_name = party or (source.text(body.name) if body else as_text(name))
        line = in_capacities(source, party, ()) if party else _line_of(source, name, items)
        found.append((own_name, line))
    titles, keys = (source.say(_THIRD), source.say(_FOURTH)), ("third", "fourth")
    said: dict[str, str] = {}
    for key, title, (name, line) in zip(keys, titles, found, strict=False):
        said |= {f"{key}_name": name, f"{key}_through": line, f"{key}_line": line}
        said[f"{key}_title"] = title
    return said
