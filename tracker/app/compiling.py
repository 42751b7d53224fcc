"""Compiles every template of the pages, so that no process has to when it shows one.

    python -P -m tracker.app.compiling

To be called once after an installation, by the account that owns its files: the compiled templates
are kept beside the compiled modules, where the service only reads.
"""

import os
import sys
from tempfile import TemporaryDirectory

from flask import Flask

from tracker.app.assembly import found_office, web_app
from tracker.settings import read_settings
from tracker.web.base.template_code import KeptTemplates

# What Jinja reads; letters are written in Markdown.
_OF_PAGES = ("html", "txt", "xml", "svg")


def main() -> int:
    """Compile them in an office that is thrown away. Exit status 1 if any of them is not kept."""
    kept: dict[str, bool] = {}
    folders: list[str] = []

    def compile_all(app: Flask) -> None:
        templates = app.jinja_env
        names = templates.list_templates(_OF_PAGES)
        for name in names:
            templates.get_template(name)
        cache = templates.bytecode_cache
        if isinstance(cache, KeptTemplates):
            folders.append(cache.directory)
            kept.update({name: cache.keeps(templates, name) for name in names})

    with TemporaryDirectory() as folder:
        settings = read_settings({"TRACKER_INSTANCE": folder})
        found_office(settings, live=False, name="", email="")
        with web_app(settings, compile_all):
            pass
    number = sum(kept.values())
    if kept and number == len(kept):
        print(f"{number} templates are compiled.")
        return 0
    print(
        f"tracker: only {number} of {len(kept)} compiled templates could be kept in "
        f"{''.join(folders)}: run this again as an account that can write there (it ran as "
        f"user {os.geteuid()}), without PYTHONDONTWRITEBYTECODE.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
