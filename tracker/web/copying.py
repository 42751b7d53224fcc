"""The public side as somebody reads it who copies all of it: without a cookie, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule

from tracker.web.doors import Door, Pages
from tracker.web.language import ASKED, LANGUAGES, language_of, prefix_of
from tracker.web.record import INSTEAD, SIGNED_LIST

# Public, and of no use in a copy: the way in, what has to be asked of the site, how it is.
LEFT_OUT = frozenset({"sign_in", "api"})
ENDPOINTS_LEFT_OUT = frozenset(
    {
        "log.consistency",
        "record.alert_confirm",
        "record.alert_leave",
        "record.alerts",
        "record.robots",
        "record.sitemap",
        "record.sitemap_pages",
        "record.sitemap_records",
        "record.status",
        "shelf.healthz",
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at an address."""

    status: int
    media: str
    data: bytes


class Reader:
    """Reads the public side of an application, in this very process."""

    def __init__(self, app: Flask, public_url: str) -> None:
        self._app = app
        self._client = app.test_client(use_cookies=False)
        self._base = public_url
        self._urls = app.url_map.bind("")

    def instead(self, address: str = "/") -> str:
        """The page that says where is what a copy has not, in the language of what stands at an
        address."""
        return self._urls.build(INSTEAD, {ASKED: language_of(address)})

    def where_the_rest_is(self) -> tuple[str, ...]:
        """The same in every language, and the signed list of the addresses on it."""
        pages = (self.instead(f"{prefix_of(language)}/") for language in LANGUAGES)
        return (*pages, self._urls.build(SIGNED_LIST))

    def starts(self) -> list[str]:
        """The address of every page that has only one."""
        return sorted(self._starts())

    def _starts(self) -> Iterator[str]:
        for rule in self._app.url_map.iter_rules():
            given = rule.defaults or {}
            if self._is_copied(rule) and not rule.arguments - given.keys():
                yield quote(self._urls.build(rule.endpoint, dict(given)))

    def copies(self, path: str) -> bool:
        """Whether what stands at this path belongs into a copy."""
        try:
            rule, _ = self._urls.match(path, method="GET", return_rule=True)
        except (RequestRedirect, HTTPException):
            return False
        return self._is_copied(rule)

    def read(self, address: str) -> Found:
        """What the site answers there."""
        with self._client.get(address, base_url=self._base) as answer:
            return Found(answer.status_code, answer.mimetype or "", answer.data)

    def _is_copied(self, rule: Rule) -> bool:
        pages = self._app.blueprints.get(rule.endpoint.rpartition(".")[0])
        open_to_all = isinstance(pages, Pages) and pages.door is Door.PUBLIC
        return (
            open_to_all
            and pages is not None
            and pages.name not in LEFT_OUT
            and rule.endpoint not in ENDPOINTS_LEFT_OUT
            and "GET" in (rule.methods or ())
        )
