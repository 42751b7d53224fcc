"""The public record: pages that anyone may read, without cookies, scripts or names."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Response, current_app
from flask import request as flask_request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from tracker.domain.base.errors import NotOnFile
from tracker.domain.record.alerts import Followed
from tracker.domain.words.source_links import source_parts
from tracker.services.core.office import Office
from tracker.services.public.page_inputs import PageInputs
from tracker.web.base.access import Access, InputDeclaration, Pages
from tracker.web.base.fragments import show_library
from tracker.web.base.language import ASKED, page_language, prefix_of
from tracker.web.base.page_addresses import address_of, in_each_language, own_address
from tracker.web.base.site_config import site_config, the_office
from tracker.web.record.block.captures import captures_page, send_capture
from tracker.web.record.block.dossier import chronology_page
from tracker.web.record.block.measured import measured_page, send_ooni_rows
from tracker.web.record.block.powers import power_page, powers_page
from tracker.web.record.block.statements import statement_page
from tracker.web.record.body.bodies import bodies_page
from tracker.web.record.body.body import body_page
from tracker.web.record.body.compare import compare_page
from tracker.web.record.data import log_files
from tracker.web.record.data.data import api_page, data_page
from tracker.web.record.data.log import log_page
from tracker.web.record.data.log_files import send_evidence_proof, send_proof
from tracker.web.record.data.mirrors import mirrors_page, send_mirrors
from tracker.web.record.deadlines.deadlines import send_almanac, show_deadlines
from tracker.web.record.feeds.agenda import (
    send_block_agenda,
    send_body_agenda,
    send_request_agenda,
)
from tracker.web.record.feeds.alerts import (
    alerts_offered,
    confirm_alerts,
    leave_alerts,
    show_alerts,
)
from tracker.web.record.feeds.badges import send_badge, send_card
from tracker.web.record.feeds.citing import CITATION_FORMATS
from tracker.web.record.feeds.feeds import (
    send_block_feed,
    send_body_feed,
    send_feed,
    send_outcome_feed,
    send_request_feed,
)
from tracker.web.record.feeds.previews import (
    SIZE,
    preview_address,
    send_block_preview,
    send_body_preview,
    send_preview,
)
from tracker.web.record.feeds.share_page import share_page
from tracker.web.record.feeds.sitemap import (
    send_robots,
    send_sitemap,
    send_sitemap_of_pages,
    send_sitemap_of_records,
)
from tracker.web.record.law.law_sources import law_sources
from tracker.web.record.law.laws import law_page, laws_page
from tracker.web.record.law.worked import worked_page
from tracker.web.record.pages import declared_inputs
from tracker.web.record.pages.page_cache import ReadInputs, send_file, send_page
from tracker.web.record.site.about import about_page
from tracker.web.record.site.home import home_page
from tracker.web.record.site.method import method_page
from tracker.web.record.site.not_found import not_found
from tracker.web.record.site.reading import (
    send_citation,
    send_copy,
    send_first_page,
    send_record,
    send_request_preview,
    send_text,
    show,
    show_block,
    show_block_answers,
    show_blocks,
    show_corrections,
    show_list,
    show_request,
)
from tracker.web.record.site.search import show_search
from tracker.web.record.site.shared_preview import show_shared_preview
from tracker.web.record.site.status import status_page
from tracker.web.record.words.days import in_force_since, known_day
from tracker.web.record.words.figures import disclosed_words
from tracker.web.record.words.figures import of as share_said
from tracker.web.record.words.wording import WORD_FILTERS

# The page that a copy links to for what it does not contain.
INSTEAD = "record.mirrors"
SIGNED_LIST = "record.mirrors_signed"
FRESH_SECONDS = 60
_KEPT = frozenset({200, 301, 304, 308, 404})
_CONDITIONS = frozenset(
    {
        *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH"),
        *("HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE"),
    }
)
_OF_RECORDS = frozenset(
    f"record.{name}"
    for name in (
        *("request", "record_bytes", "proof", "text", "copy", "first_page"),
        *(each.page for each in CITATION_FORMATS),
        *("feed", "block_feed", "body_feed", "outcome_feed", "request_feed"),
        *("block_agenda", "body_agenda", "request_agenda", "request_preview"),
        "search",
    )
)

# What the templates of these pages use besides the data of their page.
_IN_TEMPLATES = {
    "address_of": address_of,
    "alerts_offered": alerts_offered,
    "in_each_language": in_each_language,
    "own_address": own_address,
    "preview_address": preview_address,
    "preview_size": SIZE,
}

_Answer = Callable[..., ResponseReturnValue]
FileAnswer = Callable[..., AnyResponse]
Send = Callable[[Office, ReadInputs, Callable[[], Any]], ResponseReturnValue]

# Pages rendered by `show`: the rule, the function that gathers the page, and its inputs.
LAID_OUT_PAGES: dict[str, tuple[str, Callable[..., object], InputDeclaration | None]] = {
    "home": ("/", home_page, declared_inputs.all_records_and_blocks),
    "chronology": ("/blocks/<key>/chronology", chronology_page, declared_inputs.block_alone),
    "measured": ("/blocks/<key>/measurements", measured_page, declared_inputs.block_and_log),
    "captures": ("/blocks/<key>/captures", captures_page, declared_inputs.block_and_log),
    "share": ("/blocks/<key>/share", share_page, declared_inputs.block),
    "bodies": ("/bodies", bodies_page, declared_inputs.all_records),
    "body": ("/bodies/<key>", body_page, declared_inputs.body),
    "laws": ("/laws", laws_page, declared_inputs.today),
    "powers": ("/powers", powers_page, declared_inputs.nothing_else),
    "power": ("/powers/<key>", power_page, declared_inputs.power),
    "law": ("/laws/<key>", law_page, declared_inputs.law),
    "law_examples": ("/laws/<key>/examples", worked_page, declared_inputs.nothing_else),
    "law_sources": ("/laws/<key>/sources", law_sources, declared_inputs.nothing_else),
    "statement": ("/statements/<key>", statement_page, declared_inputs.statement_inputs),
    "about": ("/about", about_page, declared_inputs.nothing_else),
    "mirrors": ("/mirrors", mirrors_page, declared_inputs.log),
    "data": ("/data", data_page, declared_inputs.data),
    "api": ("/api", api_page, declared_inputs.nothing_else),
    "compare": ("/compare", compare_page, declared_inputs.all_records),
    "method": ("/method", method_page, declared_inputs.nothing_else),
    "status": ("/status", status_page, None),
    "log": ("/log", log_page, declared_inputs.log),
}

# Other pages: the rule, the view, and its inputs.
PAGES: dict[str, tuple[str, _Answer, InputDeclaration | None]] = {
    "deadlines": ("/deadlines", show_deadlines, declared_inputs.nothing_else),
    "blocks": ("/blocks", show_blocks, declared_inputs.blocks),
    "block": ("/blocks/<key>", show_block, declared_inputs.block),
    "block_answers": ("/blocks/<key>/answers", show_block_answers, declared_inputs.block),
    "requests": ("/requests", show_list, declared_inputs.requests),
    "request": ("/requests/<reference>", show_request, declared_inputs.record_inputs),
    "corrections": ("/corrections", show_corrections, declared_inputs.corrections),
    "search": ("/search", show_search, declared_inputs.all_records),
}

# Pages with forms for readers, the only forms that are posted back: they use data that is not part
# of any record. They have no token; the reasons are in the docstrings of the views.
READERS_FORMS: dict[str, tuple[str, _Answer]] = {
    "alerts": ("/alerts", show_alerts),
    "alert_confirm": ("/alerts/<token>/confirm", confirm_alerts),
    "alert_leave": ("/alerts/<token>/leave", leave_alerts),
    "shared_preview": ("/shared/<token>", show_shared_preview),
}
# Without its form, it leads to the feeds.
_SAYS_HOW_TO_FOLLOW = "alerts"

# The pages that exist once, for search engines; robots.txt closes the search page.
_SINGLE_PAGES = tuple(
    name
    for name, (rule, *_) in (LAID_OUT_PAGES | PAGES | READERS_FORMS).items()
    if "<" not in rule and name != "search"
)

# Files that are the same in every language.
_FILES: dict[str, tuple[str, FileAnswer, InputDeclaration | None]] = {
    "almanac": ("/deadlines.ics", send_almanac, None),
    "capture_file": ("/blocks/<key>/captures/<digest>.wacz", send_capture, declared_inputs.block),
    "evidence_proof": (
        "/blocks/<key>/proofs/<digest>.json",
        send_evidence_proof,
        declared_inputs.block_and_log,
    ),
    "ooni_rows": ("/blocks/<key>/ooni.csv", send_ooni_rows, declared_inputs.block),
    "record_bytes": ("/requests/<reference>.json", send_record, declared_inputs.record_inputs),
    "proof": ("/requests/<reference>/proof.json", send_proof, declared_inputs.record_inputs),
    **{
        each.page: (
            f"/requests/<reference>/{each.file}",
            partial(send_citation, each),
            declared_inputs.record_inputs,
        )
        for each in CITATION_FORMATS
    },
    "text": ("/requests/<reference>/texts/<digest>.txt", send_text, declared_inputs.record_inputs),
    "copy": (
        "/requests/<reference>/copies/<digest>.pdf",
        send_copy,
        declared_inputs.record_inputs,
    ),
    "first_page": (
        "/requests/<reference>/copies/<digest>.jpg",
        send_first_page,
        declared_inputs.record_inputs,
    ),
    "mirrors_signed": ("/mirrors.txt", send_mirrors, declared_inputs.log),
    "robots": ("/robots.txt", send_robots, declared_inputs.nothing_else),
    "sitemap": ("/sitemap.xml", send_sitemap, declared_inputs.all_records),
    "sitemap_pages": (
        "/sitemap-pages.xml",
        partial(send_sitemap_of_pages, _SINGLE_PAGES),
        declared_inputs.nothing_else,
    ),
    "sitemap_records": (
        "/sitemap-records-<part>.xml",
        send_sitemap_of_records,
        declared_inputs.all_records,
    ),
}

# Files written for readers, with an address in each language, as pages have.
FOLLOWED: dict[str, tuple[str, FileAnswer, InputDeclaration | None]] = {
    "feed": ("/feed.atom", send_feed, declared_inputs.feed_inputs(Followed.ALL)),
    "block_feed": (
        "/blocks/<key>/feed.atom",
        send_block_feed,
        declared_inputs.feed_inputs(Followed.BLOCK),
    ),
    "body_feed": (
        "/bodies/<key>/feed.atom",
        send_body_feed,
        declared_inputs.feed_inputs(Followed.BODY),
    ),
    "outcome_feed": (
        "/outcomes/<key>/feed.atom",
        send_outcome_feed,
        declared_inputs.feed_inputs(Followed.OUTCOME),
    ),
    "request_feed": (
        "/requests/<reference>/feed.atom",
        send_request_feed,
        declared_inputs.record_inputs,
    ),
    "request_agenda": (
        "/requests/<reference>/calendar.ics",
        send_request_agenda,
        declared_inputs.record_inputs,
    ),
    "block_agenda": ("/blocks/<key>/calendar.ics", send_block_agenda, declared_inputs.block),
    "body_agenda": ("/bodies/<key>/calendar.ics", send_body_agenda, declared_inputs.body),
    "badge": ("/blocks/<key>/badge.svg", send_badge, declared_inputs.block),
    "card": ("/blocks/<key>/card", send_card, declared_inputs.block),
    "preview": ("/preview.png", send_preview, declared_inputs.nothing_else),
    "block_preview": ("/blocks/<key>/preview.png", send_block_preview, declared_inputs.block),
    "body_preview": ("/bodies/<key>/preview.png", send_body_preview, declared_inputs.body),
    "request_preview": (
        "/requests/<reference>/preview.png",
        send_request_preview,
        declared_inputs.record_inputs,
    ),
}


def pages(office: Office, *, forms: bool = True) -> list[Pages]:
    """Return the blueprint of the public record of this office, with forms for readers or not."""
    record, known = Pages("record", Access.PUBLIC), tuple(office.languages)
    for name, (rule, gather, inputs) in LAID_OUT_PAGES.items():
        shown = partial(show, f"record/{name}.html", gather)
        _put_up(record, rule, name, _view(shown, inputs, send_page), inputs, known)
    for name, (rule, answer, inputs) in PAGES.items():
        _put_up(record, rule, name, _view(answer, inputs, send_page), inputs, known)
    for name, (rule, sent, inputs) in _FILES.items():
        _put_up(record, rule, name, _view(sent, inputs, send_file), inputs, ())
    for name, (rule, sent, inputs) in FOLLOWED.items():
        _put_up(record, rule, name, _view(sent, inputs, send_file), inputs, known)
    for name, (rule, asked) in READERS_FORMS.items():
        if forms:
            _put_up(record, rule, name, asked, None, known, methods=("GET", "POST"))
        elif name == _SAYS_HOW_TO_FOLLOW:
            _put_up(record, rule, name, asked, None, known)
    record.url_value_preprocessor(_forget_language)
    record.url_defaults(_in_language_of_page)
    record.register_error_handler(NotOnFile, not_found)
    record.register_error_handler(404, not_found)
    record.after_request(_keep_fresh)
    record.record_once(lambda state: state.app.jinja_env.globals.update(_IN_TEMPLATES))
    record.add_app_template_filter(known_day, "known_day")
    record.add_app_template_filter(in_force_since, "in_force")
    record.add_app_template_filter(source_parts, "source_parts")
    record.add_app_template_filter(share_said, "share")
    record.add_app_template_filter(disclosed_words, "disclosed")
    for name, words in WORD_FILTERS.items():
        record.add_app_template_filter(words.__getitem__, name)
    return [record, log_files.pages(office)]


def _put_up(
    record: Pages,
    rule: str,
    name: str,
    view: _Answer,
    inputs: InputDeclaration | None,
    languages: Sequence[str],
    *,
    methods: Sequence[str] = ("GET",),
) -> None:
    """Add a page at an address in each language under one endpoint, or a file at one address."""
    if inputs:
        record.declared[name] = inputs
    if not languages:
        record.add_url_rule(rule, name, view, strict_slashes=False)
    for language in languages:
        record.add_url_rule(
            f"{prefix_of(language)}{rule}",
            name,
            view,
            strict_slashes=False,
            defaults={ASKED: language},
            methods=methods,
        )


def _forget_language(_: str | None, values: dict[str, Any] | None) -> None:
    """Remove the language from a view's arguments: views read it from `page_language`."""
    if values:
        values.pop(ASKED, None)


def _in_language_of_page(endpoint: str, values: dict[str, Any]) -> None:
    """Link to pages of the public record in the current page's language."""
    if current_app.url_map.is_endpoint_expecting(endpoint, ASKED):
        values.setdefault(ASKED, page_language())


def _view(answer: _Answer, inputs: InputDeclaration | None, send: Send) -> _Answer:
    """Return the view of one address, with its data from the office of the moment.

    Without declared inputs the page is made for each reader. So are the pages for a copy, which
    never requests a page that it already has.
    """

    def view(**named: str) -> ResponseReturnValue:
        office = the_office()
        show_library(office.library)
        make = partial(answer, office, **named)
        # So no page shows one fact from before a publication and another from after it.
        with office.records.one_state():
            if inputs is None or site_config().a_copy:
                return make()
            return send(office, partial(inputs, PageInputs(office), **named), make)

    return view


def _keep_fresh(response: Response) -> Response:
    """Let caches keep a page for a moment, and answer 304 if the reader has it already.

    Pages that show a record must be revalidated each time, so that no cache keeps a withheld or
    corrected record. Pages of withheld records, and errors, are never cached.
    """
    if response.status_code not in _KEPT or response.cache_control.no_store:
        response.headers["Cache-Control"] = "no-store"
        return response
    kept = "no-cache" if flask_request.endpoint in _OF_RECORDS else f"max-age={FRESH_SECONDS}"
    response.headers["Cache-Control"] = f"public, {kept}"
    if response.status_code == 200:
        response.add_etag()
        # Most readers have nothing of the page yet, and ask without a condition.
        if not _CONDITIONS.isdisjoint(flask_request.environ):
            response.make_conditional(flask_request)
    return response
