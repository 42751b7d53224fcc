"""Tells the share of mutants that a test noticed, and fails where it is under the aim.

Read from what `mutmut export-cicd-stats` wrote; docs/mutation.md says what it means.
"""

import json
import sys
from pathlib import Path

AIM = 0.95
STATS = Path("mutants/mutmut-cicd-stats.json")


def main() -> int:
    """Print one line; 1 where too few were killed, 0 otherwise."""
    stats = json.loads(STATS.read_text("utf-8"))
    total, killed, timeout = stats["total"], stats["killed"], stats["timeout"]
    share = (killed + timeout) / total
    print(f"Noticed: {killed + timeout} of {total} changes, {share:.1%}. Aim: {AIM:.0%}.")
    print(
        f"By a time limit: {timeout}. Not noticed: {stats['survived']}. "
        f"Not reached by any test: {stats['no_tests']}."
    )
    return 0 if share >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
