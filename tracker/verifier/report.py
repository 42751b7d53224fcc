"""The findings of a verification."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tracker.verifier.copy_files import HOSTILE
from tracker.verifier.notes import Wrong

T = TypeVar("T")


@dataclass
class Report:
    """What was checked, what is wrong, and what a reader should also know."""

    checked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def attempt(self, where: str, check: Callable[[], T]) -> T | None:
        """Run one check. A fault is kept with its place, and the other checks continue."""
        try:
            return check()
        except Wrong as error:
            self.wrong.append(f"{where}: {error}")
        except HOSTILE as error:
            self.wrong.append(f"{where}: cannot be read ({type(error).__name__})")
        return None
