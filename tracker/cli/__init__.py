"""The `tracker` command: thin entry points, each calling one use case."""

import atexit
import gc
import sys
from collections.abc import Callable
from functools import partial

from tracker.cli.commands import run_command
from tracker.cli.core_dumps import forbid_core_dumps
from tracker.domain.base.errors import Refusal
from tracker.services.ports.keys import Locked

_LOCKED = (
    "This opens private words, which no key at this machine does: do it in the workspace, "
    "signed in, or name the office’s key file in TRACKER_OFFICE_KEY."
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command without tracebacks. Exit status: 0 done, 1 refused, 2 bad input."""
    forbid_core_dumps()
    # At its end Python looks through everything for garbage, which takes 0.3 s after an export.
    atexit.register(gc.freeze)
    return status_of(partial(run_command, sys.argv[1:] if arguments is None else arguments))


def status_of(work: Callable[[], int]) -> int:
    """Do the work of a command, and return its exit status; print what it refuses."""
    try:
        return work()
    except Locked:
        print(f"tracker: {_LOCKED}", file=sys.stderr)
        return Locked.exit_status
    except Refusal as refusal:
        print(f"tracker: {refusal}", *getattr(refusal, "__notes__", ()), file=sys.stderr)
        return refusal.exit_status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe stopped reading, as `head` does: not an error.
        sys.stderr.close()
        return 0
