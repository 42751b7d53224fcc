"""The silence of a body by which a law itself gives access."""

from tracker.domain.law.law import SilenceMeans, Stage


def grants_by_silence(stage: Stage) -> bool:
    """Return whether the law gives access once the time of a stage has passed."""
    return stage.silence is not None and stage.silence.means is SilenceMeans.DEEMED_GRANT
