"""A connection to a bucket, with limits of time, and its errors in one sentence each."""

import os
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from tracker.domain.base.errors import BadInput
from tracker.storage.db.errors import INTACT, StorageTrouble

CONNECT_SECONDS = 5
# The longest wait for the next bytes of an answer, and for all of them.
SILENT_SECONDS = 20
READ_SECONDS = 120
_ATTEMPTS = 2
_PIECE = 1 << 16

# The codes of errors, as stores give them.
_SENTENCES = {
    "AccessDenied": "refused the key: check what it may do in the bucket.",
    "InvalidAccessKeyId": "does not know the key: check the file with the key.",
    "SignatureDoesNotMatch": "refused the key: check the secret in the file with the key.",
    "NoSuchBucket": "has no such bucket: create it, or check TRACKER_DOCUMENTS_URL.",
    "RequestTimeTooSkewed": "has another time than this machine: correct the clock.",
    "InsufficientStorage": "has no room left: enlarge it, or free some space.",
    "QuotaExceeded": "has no room left: enlarge it, or free some space.",
    "XMinioStorageFull": "has no room left: enlarge it, or free some space.",
}
_ABSENT = {"404", "NoSuchKey", "NotFound"}
_UNMADE = {"NotImplemented", "MethodNotAllowed", "501", "405"}
_THERE = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409"}
_OVERLOADED = "cannot answer at the moment: try again in a minute."
_AWAY = "does not answer: check that it is up, and try again in a minute."


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """Where a bucket is, and the file with the key: its name and its secret, one a line."""

    store: str
    bucket: str
    region: str
    key_file: Path

    def __str__(self) -> str:
        return f"{self.store}/{self.bucket}"


@dataclass(frozen=True, slots=True)
class BucketFile:
    """A file in a bucket; its age is counted by the clock of the store."""

    key: str
    size: int
    age_seconds: float


class _Connections:
    """The connections of this process to a store, made once for all that use them.

    A process that was forked off takes over what was loaded, and makes connections of its own.
    """

    def __init__(self, address: BucketAddress, name: str, secret: str) -> None:
        self._make = partial(_client, address, name, secret)
        self._made = self._make()
        self._connected_in: int | None = None

    @property
    def client(self) -> Any:
        if self._connected_in not in (None, os.getpid()):
            self._made = self._make()
        self._connected_in = os.getpid()
        return self._made


_connections = lru_cache(maxsize=2)(_Connections)


class BucketClient:
    """The requests to a bucket that the program makes, each with a limit of time."""

    def __init__(self, address: BucketAddress) -> None:
        self.address = address
        self._connections = _connections(address, *read_bucket_key(address.key_file))

    def get(self, key: str) -> bytes | None:
        """Return a file; None if it is not there."""
        with self._translated():
            try:
                answer = self._client.get_object(**self._at(key))
            except self._error as error:
                if _code(error) in _ABSENT:
                    return None
                raise
            with closing(answer["Body"]) as body:
                return _all_of(body)

    def put(self, key: str, content: bytes, *, if_absent: bool = False) -> None:
        """Store a file; with `if_absent`, leave one that is there.

        A store that cannot tell puts it in the place of any other.
        """
        with self._translated():
            only = {"IfNoneMatch": "*"} if if_absent else {}
            try:
                self._client.put_object(**self._at(key), Body=content, **only)
            except self._error as error:
                if not (if_absent and _code(error) in _THERE | _UNMADE):
                    raise
                if _code(error) in _UNMADE:
                    self._client.put_object(**self._at(key), Body=content)

    def has(self, key: str) -> bool:
        """Return whether a file is there."""
        with self._translated():
            try:
                self._client.head_object(**self._at(key))
            except self._error as error:
                if _code(error) in _ABSENT:
                    return False
                raise
            return True

    def delete(self, key: str, version: str = "") -> None:
        """Delete a file, or one version of it. One that is not there stays away."""
        with self._translated():
            which = {"VersionId": version} if version else {}
            self._client.delete_object(**self._at(key), **which)

    def files(self, prefix: str) -> Iterator[BucketFile]:
        """Yield the files whose keys begin with this, in order of their keys."""
        for answer in self._pages("list_objects_v2", Prefix=prefix):
            now = _moment_of(answer)
            for each in answer.get("Contents", ()):
                age = (now - each["LastModified"]).total_seconds()
                yield BucketFile(each["Key"], each["Size"], age)

    def versions(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield key and version of all that a bucket keeps below a prefix, marks of deletions
        included."""
        for answer in self._pages("list_object_versions", Prefix=prefix):
            for each in (*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())):
                yield each["Key"], each["VersionId"]

    def keeps_versions(self) -> bool:
        """Return whether the bucket keeps, or once kept, former versions of files.

        A store that does not know versions, or does not tell, keeps none.
        """
        with self._translated():
            try:
                found = self._client.get_bucket_versioning(Bucket=self.address.bucket)
            except self._error as error:
                if _code(error) in _UNMADE | {"AccessDenied"}:
                    return False
                raise
            return "Status" in found

    @property
    def _client(self) -> Any:
        return self._connections.client

    @property
    def _error(self) -> type[Exception]:
        from botocore.exceptions import ClientError

        error: type[Exception] = ClientError
        return error

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self.address.bucket, "Key": key}

    def _pages(self, name: str, **wanted: str) -> Iterator[dict[str, Any]]:
        with self._translated():
            pages = self._client.get_paginator(name)
            answers = iter(pages.paginate(Bucket=self.address.bucket, **wanted))
        while True:
            with self._translated():
                answer = next(answers, None)
            if answer is None:
                return
            yield answer

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Translate errors of the connection and of the store to StorageTrouble."""
        from botocore.exceptions import BotoCoreError
        from urllib3.exceptions import HTTPError

        try:
            yield
        except self._error as error:
            raise self._trouble(_sentence(error)) from error
        except (BotoCoreError, HTTPError, TimeoutError) as error:
            raise self._trouble(_AWAY) from error

    def _trouble(self, sentence: str) -> StorageTrouble:
        trouble = StorageTrouble(f"The store of documents {sentence} {INTACT}")
        # For the operator alone: pages show the sentence without it.
        trouble.add_note(f"It is at {self.address}.")
        return trouble


def read_bucket_key(file: Path) -> tuple[str, str]:
    """Return the name and the secret of a key. Raises BadInput if the file has another form."""
    try:
        lines = file.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError):
        lines = []
    if len(lines) != 2:
        raise BadInput(
            f"{file} is not the key of a bucket: its first line is the name of the key, and the "
            "second is the secret."
        )
    return lines[0], lines[1]


def _client(address: BucketAddress, name: str, secret: str) -> Any:
    """Return a client that takes nothing from files and settings of other programs.

    The library is imported here, because it takes 35 MB of memory and most offices have no bucket.
    """
    from botocore.config import Config
    from botocore.session import Session

    unset = (None, None, None, None)
    nowhere = (None, None, os.devnull, None)
    session = Session(
        {"profile": unset, "config_file": nowhere, "credentials_file": nowhere, "ca_bundle": unset}
    )
    make: Callable[..., Any] = session.create_client
    return make(
        "s3",
        endpoint_url=address.store,
        region_name=address.region,
        aws_access_key_id=name,
        aws_secret_access_key=secret,
        verify=ssl.get_default_verify_paths().cafile or True,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=SILENT_SECONDS,
            retries={"total_max_attempts": _ATTEMPTS, "mode": "standard"},
            s3={"addressing_style": "path"},
            # Each file is read back, and older stores know no such checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _all_of(body: Any) -> bytes:
    """Read an answer to its end. Raises TimeoutError if it takes too long."""
    until, found = time.monotonic() + READ_SECONDS, bytearray()
    while piece := body.read(_PIECE):
        found += piece
        if time.monotonic() > until:
            raise TimeoutError("the answer takes too long")
    return bytes(found)


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _sentence(error: Any) -> str:
    code, status = _code(error), error.response["ResponseMetadata"]["HTTPStatusCode"]
    if status == 507:
        code = "InsufficientStorage"
    if status == 403 and code not in _SENTENCES:
        code = "AccessDenied"
    if code == "SlowDown" or status >= 500:
        return _SENTENCES.get(code, _OVERLOADED)
    return _SENTENCES.get(code, f"refused what was asked of it ({code}): check its settings.")


def _moment_of(answer: dict[str, Any]) -> datetime:
    """Return when the store answered, by its own clock."""
    told = answer["ResponseMetadata"]["HTTPHeaders"].get("date", "")
    try:
        return parsedate_to_datetime(told)
    except ValueError:
        return datetime.now(UTC)
