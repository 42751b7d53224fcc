"""A day on which a command runs, whatever the day of the machine."""

from datetime import date, datetime, tzinfo
from types import ModuleType
from typing import Self

import pytest

from tracker.app import assembly


def today_is(day: date, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `date.today()` in a module be this day for the rest of the test."""

    class Fixed(date):
        @classmethod
        def today(cls) -> Self:
            return cls(day.year, day.month, day.day)

    monkeypatch.setattr(module, "date", Fixed)


def offices_are_at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be the present moment of every office that is opened in the test."""

    class Fixed:
        @staticmethod
        def now(tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz)

    monkeypatch.setattr(assembly, "datetime", Fixed)
