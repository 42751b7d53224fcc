"""Whatever a use case says is a message, and is said in the language of the reader."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import FunctionType

import pytest
from babel.messages.pofile import read_po

from tests.offices import a_request, received
from tracker import services
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.events import KINDS
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterTable
from tracker.services.cases.silence import sweep
from tracker.services.core import naming
from tracker.services.core.office import Office
from tracker.services.deadlines import explaining
from tracker.services.drafting.list_columns import COLUMNS
from tracker.services.letters.letter_facts import compose, writer_of
from tracker.translations import catalogue, locale

TABLES = (
    explaining.STEPS,
    explaining.BOUNDS,
    explaining.CAUTIONS,
    explaining.INFERRED_FIELDS,
    tuple(filter(None, (said for kind in KINDS.values() for said in (kind.label, kind.document)))),
    naming.PHASES,
    naming.PUBLIC_PHASES,
    naming.OUTCOMES,
    naming.ELEMENTS,
    naming.CHANNELS,
    naming.SENT_HOW,
    naming.RECEIPT_PROOFS,
    naming.AFTER,
    naming.AUTHORSHIP,
    naming.CORRECTIONS,
    naming.DECISIONS,
    naming.DELIVERIES,
    naming.DUTIES,
    naming.GIVEN_AS,
    naming.GROUNDS,
    tuple(words for each in COLUMNS for words in (each.label, each.hint) if words),
)


def said_in(table: object) -> Iterator[str]:
    """The sentences of a constant: itself, or the values of a table."""
    if isinstance(table, Enum):
        return
    if isinstance(table, str):
        yield table
    elif isinstance(table, Mapping):
        for value in table.values():
            yield from said_in(value)
    elif isinstance(table, tuple):
        for value in table:
            yield from said_in(value)


def sentences_of(source: str, around: Mapping[str, object]) -> Iterator[tuple[str, set[str]]]:
    """The place of each `say(...)` in the source, with the sentences that can reach it."""
    tree = ast.parse(source)
    for part in tree.body:
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and (forms := forms_said(node.func)):
                said = (reaching(form, (part, tree), around) for form in node.args[:forms])
                yield f"{node.lineno}:{node.col_offset}", set(chain.from_iterable(said))


def forms_said(called: ast.expr) -> int:
    """How many forms of a sentence a call is handed: two where it goes by a number."""
    match called:
        case ast.Attribute(attr="say_count"):
            return 2
        case ast.Attribute(attr="say") | ast.Name(id="say"):
            return 1
    return 0


# The part of a module in which a name stands, then the module.
Scopes = tuple[ast.AST, ...]


def reaching(node: ast.expr, scopes: Scopes, around: Mapping[str, object]) -> Iterator[str]:
    """Strings that an expression can be: written there, or in what its names stand for."""
    match node:
        case (
            ast.Constant(value=str(sentence))
            | ast.Call(func=ast.Name(id="Message"), args=[ast.Constant(value=str(sentence))])
        ):
            yield sentence
        case ast.IfExp(body=one, orelse=other):
            yield from reaching(one, scopes, around)
            yield from reaching(other, scopes, around)
        case (
            ast.Call(func=ast.Name() as table)
            | ast.Call(func=ast.Attribute(attr="get", value=table))
        ):
            yield from reaching(table, scopes, around)
        case ast.Subscript(value=table) | ast.DictComp(value=table):
            yield from reaching(table, scopes, around)
        case ast.BoolOp(values=values):
            yield from chain.from_iterable(reaching(each, scopes, around) for each in values)
        case ast.Attribute(attr="label" | "document"):
            yield from of_kinds()
        case ast.Name(id=name):
            yield from behind(name, scopes, around)


def of_kinds() -> Iterator[str]:
    """What the kinds of event call themselves and their documents."""
    for kind in KINDS.values():
        yield from filter(None, (kind.label, kind.document))


def behind(name: str, scopes: Scopes, around: Mapping[str, object]) -> Iterator[str]:
    """What a name stands for: a constant, what a function returns, what was assigned, or what a
    loop takes from a table."""
    found = around.get(name)
    if isinstance(found, FunctionType):
        body = ast.parse(inspect.getsource(found))
        for node in ast.walk(body):
            if isinstance(node, ast.Return) and node.value:
                yield from reaching(node.value, (body,), found.__globals__)
    elif found is not None:
        yield from said_in(found)
    else:
        assigned = (set(given(name, scope, scopes, around)) for scope in scopes)
        yield from next(filter(None, assigned), ())


def given(
    name: str, scope: ast.AST, scopes: Scopes, around: Mapping[str, object]
) -> Iterator[str]:
    """What assignments and loops of a scope can give to a name."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and name in named(node.targets):
            yield from reaching(node.value, scopes, around)
        elif isinstance(node, ast.For) and name in named([node.target]):
            yield from reaching(node.iter, scopes, around)


def named(targets: Iterable[ast.expr]) -> set[str]:
    """The local names that an assignment or a loop sets."""
    return {
        part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)
    }


@cache
def calls() -> dict[str, set[str]]:
    """Every call of `say` in the use cases by its place, with the sentences it can say."""
    folder = Path(services.__path__[0])
    found = {}
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        around = vars(import_module(".".join(("tracker.services", *parts))))
        for place, said in sentences_of(file.read_text("utf-8"), around):
            found[f"{'/'.join(parts)}:{place}"] = said
    return found


@cache
def sentences() -> set[str]:
    """Everything that a use case can say, and every name of its tables."""
    return set().union(*calls().values(), *(said_in(table) for table in TABLES))


@cache
def messages() -> set[str]:
    """Every message that translators get, in each form; `make check` looks at its words."""
    with catalogue("ur").open("rb") as handle:
        found = [message.id for message in read_po(handle) if message.id]
    return {str(form) for each in found for form in ([each] if isinstance(each, str) else each)}


def test_every_call_that_says_something_is_understood_by_this_test() -> None:
    assert len(calls()) > 20
    assert [place for place, said in calls().items() if not said] == []


@pytest.mark.parametrize(
    ("source", "around"),
    [
        ('locale.say("{day} at the earliest", day=1)', {}),
        ("locale.say(LEAST, day=1)", {"LEAST": "{day} at the earliest"}),
        ("locale.say(WORDS[key])", {"WORDS": {"key": ("{day} at the earliest",)}}),
        ('what = "{day} at the earliest" if a else b\nlocale.say(what)', {}),
        ('locale.say_count("{day} at the earliest", MORE, 2)', {"MORE": "{day} at the earliest"}),
        ("one, more = WORDS[key]\nsay(one)", {"WORDS": {"key": "{day} at the earliest"}}),
        ("for one, more in WORDS:\n    say(one)", {"WORDS": (("{day} at the earliest", 2),)}),
    ],
)
def test_a_sentence_is_found_however_it_is_handed_over(
    source: str, around: dict[str, object]
) -> None:
    ((_, said),) = sentences_of(source, around)

    assert said == {"{day} at the earliest"}


def test_every_sentence_that_a_use_case_says_is_a_message_for_translators() -> None:
    assert sorted(sentences() - messages()) == []


def test_every_sentence_of_a_table_is_marked_as_a_message() -> None:
    unmarked = [said for table in TABLES for said in said_in(table) if type(said) is not Message]

    assert unmarked == []


def test_every_channel_has_a_noun_and_a_phrase_with_its_preposition() -> None:
    channels = {channel.value for channel in Channel}
    assert set(naming.CHANNELS) == set(naming.SENT_HOW) == channels
    assert [noun for noun in naming.CHANNELS.values() if noun.startswith("by ")] == []
    assert {phrase.split()[0] for phrase in naming.SENT_HOW.values()} == {"by", "through"}


def test_the_program_says_it_in_urdu() -> None:
    say, say_count = locale("ur").say, locale("ur").say_count

    assert say_count("{number} working day", "{number} working days", 2) == "2 ایامِ کار"
    assert say("{what}, {day}", what="انکار", day="پیر") == "انکار، پیر"


def test_a_language_without_a_catalogue_is_said_in_english() -> None:
    assert locale("en").say("by courier") == "by courier"


def test_the_chronology_of_an_urdu_appeal_has_no_english_in_it(office: Office) -> None:
    office = replace(office, locale=locale)
    reference = a_request(office, language="ur")
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    with office.cases.look(reference) as case:
        _, blocks = writer_of(office, case, LetterKind.APPEAL).count_of_time()
    tables = [block for block in blocks if isinstance(block, LetterTable)]
    chronology = " ".join(cell for table in tables for row in table.rows for cell in row)

    assert "شمار اس دن سے شروع ہوتا ہے۔" in chronology
    assert "مقررہ مدت (10 ایامِ کار) اس دن ختم ہوتی ہے۔" in chronology
    assert re.findall("[A-Za-z]{2,}", chronology) == []


def test_an_urdu_letter_names_the_way_it_was_sent_in_urdu(office: Office) -> None:
    office = replace(office, locale=locale)
    reference = a_request(office, language="ur")
    with office.cases.look(reference) as case:
        text = office.documents.plain(compose(office, case, LetterKind.REMINDER))

    assert "بذریعہ کوریئر" in text
