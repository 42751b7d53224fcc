"""What the records of a domain say about mail from it and to it: MX, SPF, DKIM keys and DMARC.

Each gives one sentence: found, missing or not answered, and what to set. None means that the DNS
did not answer.
"""

from collections.abc import Mapping, Sequence

from tracker.domain.correspondence.authenticity import CheckedSignature, SignatureFinding
from tracker.domain.correspondence.mail_check import (
    CheckFinding,
    CheckPart,
)
from tracker.domain.correspondence.sender_domains import is_within, labels_of

Texts = Sequence[str] | None
# Receivers accept shorter keys, but the guides of large providers ask for this.
_GOOD_KEY_BITS = 2048
_LONGEST_SHOWN = 200
_NOT_ANSWERED = "The DNS did not answer for {name}: try again later."


def mx_finding(domain: str, hosts: Sequence[str] | None) -> CheckFinding:
    """Return what the MX records say. A host that is a dot alone takes no mail (RFC 7505)."""
    part = CheckPart.MX
    if hosts is None:
        return part.unknown(_NOT_ANSWERED.format(name=domain))
    named = [host.rstrip(".") for host in hosts]
    if not named:
        return part.problem(
            f"{domain} has no MX record, so no answer may arrive: set one that names the mail "
            "server that delivers to the mailbox."
        )
    if named == [""]:
        return part.problem(
            f"The MX record of {domain} says that it takes no mail: name the mail server that "
            "delivers to the mailbox."
        )
    return part.good(f"{domain} takes mail at {', '.join(named[:5])}.")


def spf_finding(domain: str, texts: Texts) -> CheckFinding:
    """Return what the SPF record says of servers that may send for the domain (RFC 7208)."""
    part = CheckPart.SPF
    if texts is None:
        return part.unknown(_NOT_ANSWERED.format(name=domain))
    found = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return part.problem(
            f"{domain} has no SPF record: set the text that your mail host gives, for example "
            "“v=spf1 mx -all”."
        )
    if len(found) > 1:
        return part.problem(
            f"{domain} has {len(found)} SPF records, so none counts: make one of them."
        )
    terms = found[0].lower().split()[1:]
    if {"all", "+all"} & set(terms):
        return part.problem(
            f"The SPF record of {domain} lets every server send for it: end it with -all."
        )
    ends = {"-all", "~all"} & set(terms) or [t for t in terms if t.startswith("redirect=")]
    if not ends:
        return part.advice(
            f"The SPF record of {domain} refuses no server: end it with -all, or with ~all at "
            "first."
        )
    return part.good(f"{domain} has the SPF record “{_shown(found[0])}”.")


def dmarc_names(domain: str) -> tuple[str, ...]:
    """Return where a DMARC record of a domain may be, its own place first."""
    labels = labels_of(domain)
    return tuple(f"_dmarc.{'.'.join(labels[start:])}" for start in range(max(1, len(labels) - 1)))


def dmarc_finding(domain: str, texts: Mapping[str, Texts]) -> CheckFinding:
    """Return what the DMARC record says. `texts` are those at each name, up to the one found."""
    part = CheckPart.DMARC
    for name in dmarc_names(domain):
        at_name = texts.get(name, ())
        if at_name is None:
            return part.unknown(_NOT_ANSWERED.format(name=name))
        found = [text for text in at_name if text.replace(" ", "").startswith("v=DMARC1")]
        if len(found) > 1:
            return part.problem(
                f"{name} has {len(found)} DMARC records, so none counts: keep one of them."
            )
        if found:
            return _policy(name, found[0], inherited=name != f"_dmarc.{domain}")
    return part.problem(
        f"{domain} has no DMARC record: set the text “v=DMARC1; p=none” at _dmarc.{domain}, and "
        "p=quarantine or p=reject once your mail passes."
    )


def dkim_finding(domain: str, checked: Sequence[CheckedSignature]) -> CheckFinding:
    """Return what the signatures of a mail from the domain, and their keys, say."""
    part = CheckPart.DKIM
    own = [each for each in checked if _is_aligned(each.header.domain, domain)]
    if not own:
        others = ", ".join(dict.fromkeys(each.header.domain for each in checked))
        signed = f"is signed by {others} and not" if others else "has no DKIM signature"
        return part.problem(
            f"The check mail {signed} by {domain}: have the mail server sign mail from it with a "
            "key of 2048 bits. A server that signs only what leaves it shows this too: then look "
            "at a mail elsewhere."
        )
    order = list(SignatureFinding)
    return _signature(min(own, key=lambda each: order.index(each.finding)))


def _signature(best: CheckedSignature) -> CheckFinding:
    part, name = CheckPart.DKIM, best.header.key_name
    if best.finding is SignatureFinding.NOT_NOW:
        return part.unknown(_NOT_ANSWERED.format(name=name))
    if best.finding is SignatureFinding.NO_KEY:
        return part.problem(
            f"The DNS has no key at {name}, which the signature of the check mail names: set the "
            "record that your mail host gives."
        )
    if best.finding is SignatureFinding.DOES_NOT_FIT:
        return part.problem(
            f"The signature of the check mail does not fit the key at {name}: set the record that "
            "your mail host gives, and let nothing change a mail after it was signed."
        )
    if best.header.covers_part:
        return part.advice(
            f"The signature with {name} covers a part of the text: have it cover all of it."
        )
    if best.is_testing:
        return part.advice(
            f"The key at {name} says that it is a test: remove t=y once your mail passes."
        )
    if best.header.algorithm.startswith("rsa") and best.key_bits < _GOOD_KEY_BITS:
        return part.advice(
            f"The signature fits; the key at {name} has {best.key_bits} bits: use 2048."
        )
    return part.good(f"The signature of the check mail fits the key at {name}.")


def _policy(name: str, record: str, *, inherited: bool) -> CheckFinding:
    tags: dict[str, str] = {}
    for each in record.split(";"):
        tag, _, value = each.partition("=")
        tags.setdefault(tag.strip().lower(), value.strip().lower())
    policy = (tags.get("sp") if inherited else None) or tags.get("p", "")
    if policy not in ("none", "quarantine", "reject"):
        return CheckPart.DMARC.problem(
            f"The DMARC record at {name} names no policy: write p=none, p=quarantine or p=reject."
        )
    if policy == "none":
        return CheckPart.DMARC.advice(
            f"The DMARC record at {name} asks receivers to do nothing about forged mail: set "
            "p=quarantine or p=reject once your mail passes."
        )
    return CheckPart.DMARC.good(f"{name} has the DMARC record “{_shown(record)}”.")


def _is_aligned(signer: str, domain: str) -> bool:
    """Return whether one of two domains is within the other. Nobody signs for a whole country."""
    above = len(labels_of(signer)) > 1 and is_within(domain, signer)
    return above or is_within(signer, domain)


def _shown(record: str) -> str:
    return "".join(char for char in record if char.isprintable())[:_LONGEST_SHOWN]
