"""The views of the public record: each gathers the data of one page and renders it."""

from collections.abc import Callable, Mapping

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.domain.base.errors import NotOnFile
from tracker.domain.record.record import Record
from tracker.services.core.naming import OUTCOMES
from tracker.services.core.office import Office
from tracker.services.ports.log import Placed
from tracker.services.public.following import CAME
from tracker.web.base.language import gettext
from tracker.web.base.security import for_programs
from tracker.web.record.block.blocks import AskedBlocks, blocks_page
from tracker.web.record.block.dossier import block_answers_page, block_page
from tracker.web.record.data.log import proof_shown
from tracker.web.record.feeds.citing import CitationFormat, citation_of
from tracker.web.record.feeds.previews import draw_request_preview
from tracker.web.record.request.first_page import first_page
from tracker.web.record.request.part_page import part_page
from tracker.web.record.request.requests import request_page
from tracker.web.record.site.corrections import corrections_page
from tracker.web.record.words.lines import records_page
from tracker.web.record.words.pagination import NEWEST

_GONE = 410


def show(template: str, gather: Callable[..., object], office: Office, **named: str) -> str:
    """Return the page with what `gather` finds in the office under these names."""
    return render_template(template, page=gather(office, **named))


def show_list(office: Office) -> str:
    """Show one page of the records, of a block or a body if the address names one."""
    args = request.args
    page = records_page(
        office,
        block=args.get("block", ""),
        body=args.get("body", ""),
        heard=args.get("heard", ""),
        page=args.get("page", NEWEST, type=int),
    )
    feeds = [(key, gettext(name)) for key, (name, _) in CAME.items()]
    outcomes = [(key.value, gettext(name)) for key, name in OUTCOMES.items()]
    return render_template(
        "record/requests.html", page=page, outcomes=outcomes, outcome_feeds=feeds
    )


def show_request(office: Office, reference: str) -> str | AnyResponse | tuple[str, int]:
    """Show one record; a reference in capitals redirects to its one address."""
    key = reference.strip().lower()
    digest, record, placed, led = office.records.current_version(key)
    if reference != key:
        return redirect(url_for("record.request", reference=key), 301)
    if record.withheld:
        return render_template("record/withheld.html"), _GONE
    if part := part_page(office, record, request.args.get("page", 0, type=int)):
        return render_template("record/part.html", page=part)
    return page_of_record(office, record, digest, office.log_proofs.place_shown(placed), led=led)


def page_of_record(
    office: Office,
    record: Record,
    digest: str,
    placed: Placed | None,
    *,
    led: bool = True,
    words: Mapping[str, str] | None = None,
) -> str:
    """Return the page of a record whose bytes have this hash and this place in the log.

    `words` are those of unreleased texts; without `led`, no record came from its items.
    """
    return render_template(
        "record/request.html",
        page=request_page(office, record, words, led=led),
        citation=citation_of(record, digest, office.library),
        proof=proof_shown(placed),
    )


def show_blocks(office: Office) -> str:
    """Show one page of the blocks, of a country or a year if the address names one."""
    args = request.args
    asked = AskedBlocks(args.get("country", ""), args.get("year", ""))
    page = blocks_page(office, asked, args.get("page", NEWEST, type=int))
    return render_template("record/blocks.html", page=page)


def show_block(office: Office, key: str) -> str:
    """Show one block."""
    return render_template("record/block.html", page=block_page(office, key))


def show_block_answers(office: Office, key: str) -> str:
    """Show every answer about one block, some bodies on each page."""
    page = block_answers_page(office, key, request.args.get("page", 1, type=int))
    return render_template("record/block_answers.html", page=page)


def send_record(office: Office, reference: str) -> Response:
    """Return the canonical bytes of a record, whose digest a citation names."""
    record = _shown(office, reference)
    if record is None:
        return _gone()
    written = office.records.published(record.reference)
    return for_programs(Response(written, mimetype="application/json"))


def send_citation(wanted: CitationFormat, office: Office, reference: str) -> Response:
    """Send a citation of a record in this format."""
    digest, record, *_ = office.records.current_version(reference.strip().lower())
    if record.withheld:
        return _gone()
    cited = citation_of(record, digest, office.library)
    return for_programs(Response(wanted.write(cited), mimetype=wanted.media))


def send_text(office: Office, reference: str, digest: str) -> Response:
    """Return the whole of a released text: exactly the bytes whose digest the record names."""
    record = _shown(office, reference)
    if record is None:
        return _gone()
    if digest not in {release.digest for release in record.releases}:
        raise NotOnFile("This record has no such text.")
    words = office.records.text(digest).words.encode()
    return for_programs(Response(words, mimetype="text/plain"))


def send_request_preview(office: Office, reference: str) -> AnyResponse:
    """Return the picture of a record for other sites."""
    record = _shown(office, reference)
    return _gone() if record is None else draw_request_preview(record, office.library)


def send_copy(office: Office, reference: str, digest: str) -> Response:
    """Return a public copy of a document as a download, never as a page."""
    record = _shown(office, reference)
    if record is None:
        return _gone()
    answer = Response(_copy(office, record, digest), mimetype="application/pdf")
    name = f"{record.reference}-{digest[:12]}.pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return for_programs(answer)


def send_first_page(office: Office, reference: str, digest: str) -> Response:
    """Return a small picture of the first page of a public copy."""
    record = _shown(office, reference)
    if record is None:
        return _gone()
    answer = Response(first_page(_copy(office, record, digest)), mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return for_programs(answer)


def _copy(office: Office, record: Record, digest: str) -> bytes:
    """Return a public copy. Raises NotOnFile if this record has released no such copy."""
    if digest not in {copy.digest for copy in record.copies}:
        raise NotOnFile("This record has no such copy.")
    return office.records.copy(record.reference, digest)


def _gone() -> Response:
    words = gettext("This record has been taken down.") + "\n"
    return for_programs(Response(words, _GONE, mimetype="text/plain"))


def show_corrections(office: Office) -> str:
    """Show the list of corrections and takedowns, page by page."""
    page = corrections_page(office, request.args.get("page", NEWEST, type=int))
    return render_template("record/corrections.html", page=page)


def _shown(office: Office, reference: str) -> Record | None:
    record = _find(office, reference)
    return None if record.withheld else record


def _find(office: Office, reference: str) -> Record:
    return office.records.record(reference.strip().lower())
