"""Sentences of the program: written in English, and shown in the language of the reader."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from tracker.domain.base.days import day_in_words


class Message(str):
    """A sentence that is translated where it is shown: the value of a table or of a refusal.

    `values` are set in for the names in braces, each in the reader's language: a day is written
    as a day, several values follow one another, and a text of the library or another message is
    shown in that language too. As a string a message is English.
    """

    __slots__ = ("sentence", "values")

    sentence: str
    values: Mapping[str, object]

    def __new__(cls, sentence: str = "", /, **values: object) -> Self:
        if isinstance(sentence, Message) and not values:
            values, sentence = dict(sentence.values), sentence.sentence
        # Without values nothing is set in: the sentence may quote braces that someone typed.
        english = {name: _english(value) for name, value in values.items()}
        made = super().__new__(cls, sentence.format_map(english) if values else sentence)
        made.sentence, made.values = sentence, values
        return made


def _english(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(str(_english(each)) for each in value)
    return day_in_words(value) if isinstance(value, date) else value
