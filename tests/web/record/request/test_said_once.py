"""What pages say of a record is worked out once for each language and record."""

from dataclasses import replace
from itertools import count

from flask import Flask

from tests.web import record_scenes as scenes
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.services.core.office import Office
from tracker.web.record.request.said_once import said_once
from tracker.web.record.request.status_text import public_status_text


def test_words_of_a_record_are_worked_out_once_for_each_language_and_record(
    app: Flask, office: Office
) -> None:
    numbers, library = count(1), office.library
    record = office.records.record(scenes.a_silence(office))
    other = office.records.record(scenes.a_silence_after_an_extension(office))

    @said_once
    def say(_: Record, __: Library) -> int:
        return next(numbers)

    def on(path: str, shown: Record = record) -> int:
        with app.test_request_context(path):
            return say(shown, library)

    first = on("/blocks")

    assert on("/requests") == first
    assert on("/ur/blocks") != first
    assert on("/blocks", other) != first
    assert on("/blocks", replace(record)) != first
    assert on("/blocks") == first


def test_words_of_a_former_library_are_not_kept(app: Flask, office: Office) -> None:
    numbers, library = count(1), office.library
    record = office.records.record(scenes.a_silence(office))

    @said_once
    def say(_: Record, __: Library) -> int:
        return next(numbers)

    def on(digest: str) -> int:
        with app.test_request_context("/blocks"):
            return say(record, replace(library, digest=digest))

    assert [on("a"), on("a"), on("b"), on("a")] == [1, 1, 2, 3]


def test_a_record_is_described_in_the_language_of_each_page(app: Flask, office: Office) -> None:
    record = office.records.record(scenes.a_silence(office))

    def on(path: str) -> str:
        with app.test_request_context(path):
            return public_status_text(record, office.library)

    english, urdu = on("/requests"), on("/ur/requests")

    # This office has no Urdu sentences, but days in every language.
    assert "18 April 2024" in english
    assert "18 اپریل 2024" in urdu
    assert public_status_text(record, office.library) == english
    assert on("/requests") == english
