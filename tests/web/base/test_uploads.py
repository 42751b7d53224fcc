"""What is uploaded stays in memory until it is stored encrypted."""

import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.formparser import default_stream_factory

from tracker.services.core.evidence import LARGEST_UPLOAD

# More than the library itself would hold in memory.
LARGE = b"Zarmina Exampleperson. " * 100_000


def sent(app: Flask, data: bytes) -> BytesIO:
    """The stream in which the application has a file that was uploaded to it."""
    body = b'--b\r\nContent-Disposition: form-data; name="papers"; filename="a.txt"\r\n\r\n'
    body += data + b"\r\n--b--\r\n"
    told = {"content_type": "multipart/form-data; boundary=b", "content_length": len(body)}
    with app.test_request_context("/desk", method="POST", input_stream=BytesIO(body), **told):
        request.max_content_length = LARGEST_UPLOAD
        stream = request.files["papers"].stream
        assert stream.read() == data
        assert isinstance(stream, BytesIO)
        return stream


def test_a_large_file_that_is_uploaded_is_written_to_no_temporary_file(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # From here on no temporary file can be made.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(FileNotFoundError), default_stream_factory(None, None, None) as spooled:
        spooled.write(LARGE)

    stream = sent(app, LARGE)

    assert stream.closed, "its memory is free once the request is answered"
