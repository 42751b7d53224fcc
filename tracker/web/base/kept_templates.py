"""Templates as they were compiled, kept where Python keeps compiled modules, on the same terms.

Each process that shows pages would compile some thirty of them, which takes half a second.
"""

import shutil
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from tracker.web.base import template_code

_NAME = "templates-"


class KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates of one version of the program, each by its name and source."""

    def __init__(self, program: str) -> None:
        compiled = Path(cache_from_source(str(template_code.__file__))).parent
        super().__init__(str(compiled / f"{_NAME}{program[:16]}"))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, if Python may keep modules and the folder can be written to."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            self._make_folder()
            super().dump_bytecode(bucket)

    def _make_folder(self) -> None:
        """Make the folder at its first use, and remove those of other versions."""
        folder = Path(self.directory)
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for older in set(folder.parent.glob(f"{_NAME}*")) - {folder}:
            shutil.rmtree(older, ignore_errors=True)
