"""What every build gets, the wheel and the editable install: catalogues that are compiled, and the
list of contents of the law library."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.frontend import CommandLineInterface
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MadeForBuilds(BuildHookInterface):
    """The build hook that pyproject.toml names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled catalogue beside each catalogue, and the list of contents."""
        folder = Path(self.root, "tracker/translations")
        CommandLineInterface().run(["pybabel", "--quiet", "compile", "--directory", str(folder)])
        # A library with faults does not stop a build: it has no list, and is always read whole.
        words = [sys.executable, "-m", "tracker.lawfiles.on_demand.contents"]
        subprocess.run(words, cwd=self.root, check=False)  # noqa: S603  # a module of this project
