"""Messages between processes of this program."""

from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any


class MessageWriter(ForkingPickler):
    """Writes a message, which may have read-only views of dictionaries."""


def _view(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


MessageWriter.register(MappingProxyType, lambda view: (_view, (dict(view),)))


def sendable(message: object) -> bytes:
    """Return the bytes by which a message is sent to another process.

    `Connection.send` would leave a view of its buffer in the traceback of an error, and the
    collector of garbage would complain.
    """
    with MessageWriter.dumps(message) as written:
        return bytes(written)
