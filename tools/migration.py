"""Writes the next migration: what tables of the code have and the newest migration lacks.

Until stored forms are frozen, replace the first migration instead: delete its file, and run
`make migration ARGS="First tables"`.
"""

import sys
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from tracker.storage.db.engine import migrating_engine
from tracker.storage.db.migrate import config


def main(message: str) -> None:
    """Write the migration."""
    with TemporaryDirectory() as folder:
        engine = migrating_engine(f"sqlite:///{folder}/empty.sqlite3")
        with engine.begin() as connection:
            settings = config(connection)
            _format_with_ruff(settings)
            newest = ScriptDirectory.from_config(settings).get_current_head()
            command.upgrade(settings, "head")
            number = f"{int(newest or 0) + 1:03}"
            command.revision(settings, message, autogenerate=True, rev_id=number)
        engine.dispose()


def _format_with_ruff(settings: Config) -> None:
    settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    settings.set_section_option("post_write_hooks", "hooks", "format, check")
    for hook, options in (("format", "format -q"), ("check", "check --fix -q")):
        settings.set_section_option("post_write_hooks", f"{hook}.type", "module")
        settings.set_section_option("post_write_hooks", f"{hook}.module", "ruff")
        settings.set_section_option(
            "post_write_hooks", f"{hook}.options", f"{options} REVISION_SCRIPT_FILENAME"
        )


if __name__ == "__main__":
    main(sys.argv[1])
