"""Compiles every template of the pages, so that no process has to when it shows one.

    python -P -m tracker.app.compiling

To be called once after an installation, by the account that owns its files: the compiled templates
are kept beside the compiled modules, where the service only reads.
"""

import sys
from tempfile import TemporaryDirectory

from flask import Flask

from tracker.app.assembly import found_office, web_app
from tracker.settings import read_settings

# What Jinja reads; letters are written in Markdown.
_OF_PAGES = ("html", "txt", "xml", "svg")


def compile_templates() -> int:
    """Compile them in an office that is thrown away; return how many there are."""
    compiled: list[str] = []

    def compile_all(app: Flask) -> None:
        for name in app.jinja_env.list_templates(_OF_PAGES):
            app.jinja_env.get_template(name)
            compiled.append(name)

    with TemporaryDirectory() as folder:
        settings = read_settings({"TRACKER_INSTANCE": folder})
        found_office(settings, live=False, name="", email="")
        with web_app(settings, compile_all):
            return len(compiled)


if __name__ == "__main__":
    print(f"{compile_templates()} templates are compiled.")
    sys.exit(0)
