"""Copies of an office, so that several things are tried on the same one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.postgres import Cluster
from tests.shared import database_in


class Copies:
    """Copies of one office, as it was before a step."""

    def __init__(self, folder: Path, url: str, to: Path, request: pytest.FixtureRequest) -> None:
        self._folder = folder
        self._url = url
        self._to = to
        self._request = request

    @contextmanager
    def copy(self) -> Iterator[tuple[Path, str]]:
        """Yield the folder of a copy and the address of its database, both removed afterwards."""
        folder = self._to / "copy"
        shutil.copytree(self._folder, folder)
        try:
            with self._database(folder) as url:
                yield folder, url
        finally:
            shutil.rmtree(folder)

    @contextmanager
    def _database(self, folder: Path) -> Iterator[str]:
        if self._url.startswith("sqlite"):
            yield database_in(folder)
            return
        cluster: Cluster = self._request.getfixturevalue("postgres")
        with cluster.database(make_url(self._url).database or "") as url:
            yield url
