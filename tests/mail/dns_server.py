"""A DNS server on this machine that knows a few records, and nothing else."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingUDPServer

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

Records = Mapping[tuple[str, str], Sequence[str]]
"""The records under a name and a kind. A record “silent” leaves the question without an answer,
and “broken” answers that the server failed."""


@contextmanager
def a_dns_server(records: Records) -> Iterator[dns.resolver.Resolver]:
    """A resolver that asks only this server. Changes of the records apply at once."""

    class Answer(BaseRequestHandler):
        def handle(self) -> None:
            data, line = self.request
            asked = dns.message.from_wire(data)
            answer = _answer(asked, records)
            if answer:
                line.sendto(answer.to_wire(), self.client_address)

    with ThreadingUDPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        resolver.timeout = 0.2
        yield resolver
        server.shutdown()
        thread.join()


def _answer(asked: dns.message.Message, records: Records) -> dns.message.Message | None:
    (question,) = asked.question
    name, kind = question.name.to_text(omit_final_dot=True).lower(), question.rdtype
    known = records.get((name, kind.name), ())
    if "silent" in known:
        return None
    answer = dns.message.make_response(asked)
    answer.flags |= dns.flags.RA
    if "broken" in known:
        answer.set_rcode(dns.rcode.SERVFAIL)
        return answer
    if known:
        answer.answer.append(dns.rrset.from_text(question.name, 300, "IN", kind, *known))
    elif not any(each == name for each, _ in records):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
