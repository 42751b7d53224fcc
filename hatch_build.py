"""Compiles the catalogues of messages into every build: the wheel and the editable install."""

from pathlib import Path
from typing import Any

from babel.messages.frontend import CommandLineInterface
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """The build hook that pyproject.toml names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled catalogue beside each catalogue."""
        folder = Path(self.root, "tracker/translations")
        CommandLineInterface().run(["pybabel", "--quiet", "compile", "--directory", str(folder)])
