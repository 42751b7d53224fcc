"""Templates of pages, compiled once for each language: a sentence that has no values is text of
its page there, as if it had been written in that language. Looking up some fifty of them anew
takes a page as long as counting its deadline."""

import re
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from tracker.services.core.speaking import Speech
from tracker.web.base.language import speech, whole

SAYS = ("_", "gettext")
# How far lines are set in is for whoever reads a template; of a page it is a fortieth.
SET_IN = re.compile(r"^[ \t]+", re.M)


class PageTemplates(Environment):
    """The templates of an application; in a request, those of the language of its page."""

    spoken: Speech | None = None

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._of_languages = lru_cache(maxsize=16)(self.spoken_in)

    def get_or_select_template(
        self,
        template_name_or_list: Any,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        found = self
        if self.spoken is None and has_request_context():
            found = self._of_languages(speech())
        return super(PageTemplates, found).get_or_select_template(
            template_name_or_list, parent, globals
        )

    def spoken_in(self, spoken: Speech) -> "PageTemplates":
        """The same templates, yet to be compiled, in one language."""
        made = self.overlay()
        made.spoken = spoken
        return made

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = super()._parse(SET_IN.sub("", source), name, filename)
        return _Said(self.spoken).visit(tree) if self.spoken else tree


class _Said(NodeTransformer):
    """Puts the words in the place of each sentence that needs no values."""

    def __init__(self, spoken: Speech) -> None:
        self._catalogue = spoken.catalogue

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name=name), args=[nodes.Const(value=str(sentence))], kwargs=[]
            ) if name in SAYS:
                words = whole(self._catalogue.get(sentence) or sentence)
                return nodes.MarkSafe(nodes.Const(str(words)))
        return node
