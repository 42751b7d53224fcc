"""What a law file says of a stage besides its time limits: the forum of its remedy, and whether
silence grants access."""

from tracker.domain.law.law import Law, SilenceMeans, Stage
from tracker.domain.law.pleas import Forum

# Stands for the forum of a remedy on which a law file says nothing.
_NO_FORUM = Forum(stage="", sources=())


def forum_of(law: Law, stage: str) -> Forum:
    """Return what the law says about the forum of a stage's remedy; empty if it says nothing."""
    return next((forum for forum in law.forums if forum.stage == stage), _NO_FORUM)


def grants_by_silence(stage: Stage) -> bool:
    """Return whether the law gives access once the time of a stage has passed."""
    return stage.silence is not None and stage.silence.means is SilenceMeans.DEEMED_GRANT
