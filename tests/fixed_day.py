"""A day on which a command runs, whatever the day of the machine."""

from datetime import date
from types import ModuleType
from typing import Self

import pytest


def today_is(day: date, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `date.today()` in a module be this day for the rest of the test."""

    class Fixed(date):
        @classmethod
        def today(cls) -> Self:
            return cls(day.year, day.month, day.day)

    monkeypatch.setattr(module, "date", Fixed)
