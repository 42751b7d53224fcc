"""The Python code to which Jinja compiles the templates of the pages.

A page writes several hundred values, reads as many attributes and calls a hundred functions. Jinja
does each by a function of its own that allows for what these templates never have: pages without
escaping, and functions that take the context of a template. The code of this module takes the
short way and leaves everything else to Jinja.
"""

from collections.abc import Mapping
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

from tracker.web.base.language import as_html, as_safe


class _Names(dict[str, Any]):
    """The names that a template can use; any other is missing."""

    def __missing__(self, name: str) -> Any:
        return missing


class PageContext(Context):
    """The names of one page, all in one table.

    Jinja has one for what a page is given and one for what its templates define, and asks both.
    """

    def __init__(
        self, environment: Environment, parent: dict[str, Any], *others: Any, **options: Any
    ) -> None:
        # A copy: an included template defines names of its own.
        names = _Names(parent)
        super().__init__(environment, names, *others, **options)
        self.vars = names
        self.resolve_or_missing = names.__getitem__  # type: ignore[method-assign, assignment]


class PlainMacro(Macro):
    """A macro that is called directly with what it takes, and with what its caller writes."""

    def __init__(self, *made: Any) -> None:
        super().__init__(*made)
        self._plain = self._default_autoescape and not (
            self.catch_kwargs or self.catch_varargs or self.explicit_caller
        )
        self._expected = self._argument_count if self._plain and not self.caller else -1

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Return what the macro writes."""
        if kwargs:
            return self._called_by_name(args, kwargs)
        left = self._expected - len(args)
        if left < 0:
            return super().__call__(*args)
        # The code of the macro replaces what is missing by its default, and escapes its values.
        return as_safe(self._func(*args, *[missing] * left) if left else self._func(*args))

    def _called_by_name(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
        """Return what the macro writes; Jinja says what is wrong with a call that does not fit."""
        names = [*self.arguments[len(args) :], *["caller"] * self.caller]
        given = [kwargs.get(name, missing) for name in names]
        fits = len(args) <= self._argument_count and kwargs.keys() <= set(names)
        if not (self._plain and fits) or (self.caller and given[-1] is missing):
            return super().__call__(*args, **kwargs)
        return as_safe(self._func(*args, *given))


class TemplateCode(CodeGenerator):
    """Writes the code of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Write the whole module, whose functions find these names when they run."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import PlainMacro as Macro")
        self.writeline(f"from {as_html.__module__} import PLAIN_VALUES, as_html, escaped_words")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _escaping(frame):
            self.write("(_v if type(_v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _escaping(frame):
            self.write(") is Markup else escaped_words(_v) if type(_v) is str ")
            self.write("else str(_v) if type(_v) in PLAIN_VALUES else as_html(_v))")
        else:
            super()._output_child_post(node, frame, finalize)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write how an attribute is read, or an entry of that name if there is none."""
        self.write("(_v if (_v := getattr((_o := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr(_o, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a direct call; `Templates` holds no function that takes the context."""
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


def _escaping(frame: Frame) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
