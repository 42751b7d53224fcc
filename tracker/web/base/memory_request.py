"""Requests whose files are held in memory, because they may be private."""

from io import BytesIO
from typing import IO

from flask import Request


class MemoryRequest(Request):
    """A request that writes no uploaded file to the disk.

    The library would write larger ones to a temporary file, whose words a seized disk still holds.
    How much is uploaded at once is limited for each page and by the web server.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()
