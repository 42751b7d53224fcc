"""Messages between this program's own processes, which nobody else can write to."""

from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any


def sendable(message: object) -> bytes:
    """Return the bytes by which a message is sent to another process.

    `Connection.send` would leave a view of its buffer in the traceback of an error, and the
    collector of garbage would complain.
    """
    with ForkingPickler.dumps(message) as written:
        return bytes(written)


def received(said: bytes) -> Any:
    """Return the message that another process of this program sent by these bytes."""
    return ForkingPickler.loads(said)


def _proxy(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


ForkingPickler.register(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))
