"""The forum of a remedy, as a law file describes it."""

from tracker.domain.law.law import Law
from tracker.domain.law.pleas import Forum

# Stands for the forum of a remedy on which a law file says nothing.
_NO_FORUM = Forum(stage="", sources=())


def forum_of(law: Law, stage: str) -> Forum:
    """Return what the law says about the forum of a stage's remedy; empty if it says nothing."""
    return next((forum for forum in law.forums if forum.stage == stage), _NO_FORUM)
