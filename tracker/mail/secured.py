"""How a connection to a mail server is secured, in words for an operator."""

import socket
import ssl


def tls_of(connection: socket.socket | None) -> str:
    """Return the protocol and the name on the server's certificate; empty without TLS."""
    if not isinstance(connection, ssl.SSLSocket):
        return ""
    # Pairs of a kind and a name.
    names = [pair[1] for pair in (connection.getpeercert() or {}).get("subjectAltName", ())]
    return " ".join([connection.version() or "TLS", *map(str, names[:1])])
