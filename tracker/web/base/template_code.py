"""The Python code to which Jinja compiles the templates of the pages.

A page writes several hundred values, reads as many attributes and calls a hundred functions. Jinja
does each by a function of its own that allows for what these templates never have: pages without
escaping, and functions that take the context of a template. The code of this module takes the
short way and leaves everything else to Jinja.
"""

import secrets
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.util import cache_from_source
from keyword import iskeyword
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

from tracker.web.base.language import as_html, as_safe

_KEPT = "templates-"


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


def plain_macro(
    environment: Environment,
    write: Callable[..., str],
    name: str,
    arguments: list[str],
    *how: Any,
) -> Callable[..., str]:
    """Return a macro that is called directly with what it takes, and with what its caller writes.

    It is a function: to call an object takes half as long again. Jinja does all that is unusual.
    """
    catch_kwargs, catch_varargs, with_caller, escaping = how
    whole = partial(Macro, environment, write, name, arguments, *how)
    if not escaping or catch_kwargs or catch_varargs or "caller" in arguments:
        return whole()
    most, names = len(arguments), (*arguments, *["caller"] * with_caller)

    def called(*args: Any, **kwargs: Any) -> str:
        left = most - len(args)
        if kwargs and left >= 0:
            given = [kwargs.get(each, missing) for each in names[len(args) :]]
            # All that was given by name has a place.
            fits = len(kwargs) == sum([each is not missing for each in given])
            if fits and not (with_caller and given[-1] is missing):
                return as_safe(write(*args, *given))
        elif left >= 0 and not (kwargs or with_caller):
            # The code of the macro replaces what is missing by its default.
            return as_safe(write(*args, *[missing] * left) if left else write(*args))
        return whole()(*args, **kwargs)

    return called


class TemplateCode(CodeGenerator):
    """Writes the code of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Write the whole module, whose functions find these names when they run."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import plain_macro as Macro")
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


class KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates of one version of the program, each by its name and source.

    They are kept beside the compiled modules, by a process that may write there, and every account
    that reads those reads these. Each process that shows pages would compile some thirty of them,
    which takes half a second. `tracker.app.compiling` compiles all of an installed program.
    """

    def __init__(self, program: str) -> None:
        compiled = Path(cache_from_source(__file__)).parent
        super().__init__(str(compiled / f"{_KEPT}{program[:16]}"))

    def keeps(self, environment: Environment, name: str) -> bool:
        """Return whether a template is kept as it is now."""
        if environment.loader is None:
            return False
        source, file, _ = environment.loader.get_source(environment, name)
        return self.get_bucket(environment, name, file, source).code is not None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, unless it is not there or its file is broken: then it is compiled."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            # Whatever a power cut or a full disk left: Python's readers name no type of error.
            bucket.reset()
        if not isinstance(bucket.code, CodeType):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, if Python may keep modules and the folder can be written to."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            self._make_folder()
            self._put(Path(self._get_cache_filename(bucket)), bucket)

    def _put(self, whole: Path, bucket: Bucket) -> None:
        """Write a file at once. Jinja would write one that no other account can read."""
        arriving = whole.with_name(f"{whole.name}.{secrets.token_hex(4)}")
        try:
            with arriving.open("xb") as file:
                bucket.write_bytecode(file)
            arriving.replace(whole)
        except BaseException:
            arriving.unlink(missing_ok=True)
            raise

    def _make_folder(self) -> None:
        """Make the folder at its first use, and remove those of other versions."""
        folder = Path(self.directory)
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for older in set(folder.parent.glob(f"{_KEPT}*")) - {folder}:
            shutil.rmtree(older, ignore_errors=True)
