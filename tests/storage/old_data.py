"""For each migration, rows as they were before it and what must have become of them.

A new migration without a tester here fails the tests. A tester speaks SQL only, since the rows
of the program are those of today.
"""

import json
from typing import Protocol

import sqlalchemy as sa

BYTES = [sa.bindparam(name, type_=sa.LargeBinary) for name in ("body", "nonce")]
ENTRY = sa.text(
    "INSERT INTO event (request, seq, kind, on_earliest, on_latest, entered_at, entered_by, form,"
    " body, nonce, once) VALUES ('old-one', :seq, :kind, '2024-03-18', '2024-03-19',"
    " '2024-03-20 10:00:00+00:00', 'account-1', 1, :body, :nonce, :once)"
).bindparams(*BYTES)


class Tester(Protocol):
    """Loads old data, and says what a migration must have made of it."""

    def load_before(self, connection: sa.Connection) -> None:
        """Rows in the tables as they were before the step."""

    def check_after(self, connection: sa.Connection) -> None:
        """What must have become of them."""

    def load_after(self, connection: sa.Connection) -> None:
        """Rows in the new tables, which the way down must bear."""

    def check_taken_back(self, connection: sa.Connection) -> None:
        """What must be left once the step was taken back."""


class FirstTables:
    """0001 finds nothing, and leaves nothing when it is taken back."""

    def load_before(self, connection: sa.Connection) -> None:
        raise AssertionError("there is nothing before the first step")

    def check_after(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 0
        assert connection.execute(sa.text("SELECT count(*) FROM event_kind")).scalar_one() > 0

    def load_after(self, connection: sa.Connection) -> None:
        made = "INSERT INTO request VALUES ('old-one', '2024-03-18 09:00:00+00:00', NULL)"
        connection.execute(sa.text(made))
        body, nonce = b"{}", bytes(32)
        for seq, kind, once in ((1, "drafted", "drafted#0"), (2, "received", None)):
            values = {"seq": seq, "kind": kind, "once": once, "body": body, "nonce": nonce}
            connection.execute(ENTRY, values)

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]


class Recounts:
    """0002 adds kinds of event and what is derived beside a line; what was entered stays."""

    def load_before(self, connection: sa.Connection) -> None:
        FirstTables().load_after(connection)
        line = (
            "INSERT INTO standing (request, block, body, law, phase, open, edition, provisional,"
            " published, listed_under) VALUES ('old-one', 'block-one', 'body-one', 'law-one',"
            " 'awaiting', true, 'edition-1', false, false, '2024-04-01')"
        )
        connection.execute(sa.text(line))

    def check_after(self, connection: sa.Connection) -> None:
        doubted = "SELECT doubted FROM standing WHERE request = 'old-one'"
        assert not connection.execute(sa.text(doubted)).scalar_one()
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 2
        assert connection.execute(sa.text("SELECT count(*) FROM told")).scalar_one() == 0

    def load_after(self, connection: sa.Connection) -> None:
        entry = {"seq": 3, "kind": "recounted", "once": "recounted:a:2:0#0"}
        connection.execute(ENTRY, entry | {"body": b"{}", "nonce": bytes(32)})
        kept = sa.text("INSERT INTO told VALUES ('old-one', :days)")
        kept = kept.bindparams(sa.bindparam("days", type_=sa.LargeBinary))
        connection.execute(kept, {"days": b"x"})

    def check_taken_back(self, connection: sa.Connection) -> None:
        kinds = set(connection.execute(sa.text("SELECT kind FROM event_kind")).scalars())
        assert "recounted" in kinds, "the kind of what was entered has to stay"
        assert "registered" not in kinds
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 3
        assert "told" not in sa.inspect(connection).get_table_names()


class Kept:
    """A step that keeps what was there, in both directions."""

    def load_before(self, connection: sa.Connection) -> None:
        Recounts().load_before(connection)

    def check_after(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 2

    def load_after(self, connection: sa.Connection) -> None:
        """Nothing is new."""

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 2


class People(Kept):
    """0003 gives accounts and sessions more columns; who was there, stays there."""

    ACCOUNT = (
        "INSERT INTO account (id, address, email, name, role, password_hash, active) VALUES"
        " ('account-1', 'a@b.example', 'A@b.example', 'A. Lawyer', 'lawyer', 'hash', true)"
    )
    SESSION = (
        "INSERT INTO session VALUES ('digest', 'account-1', '2024-03-18 09:00:00+00:00',"
        " '2024-03-18 09:00:00+00:00')"
    )
    LINK = "INSERT INTO invitation VALUES ('digest', 'account-1', '2024-03-21 09:00:00+00:00')"

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        for statement in (self.ACCOUNT, self.SESSION, self.LINK):
            connection.execute(sa.text(statement))

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        asked = (
            "SELECT organisation, browser, confirmed_at, frees FROM account"
            " JOIN session ON session.account = id JOIN invitation ON invitation.account = id"
        )
        organisation, browser, confirmed_at, frees = connection.execute(sa.text(asked)).one()
        assert (organisation, browser, confirmed_at, bool(frees)) == ("", "", None, False)

    def load_after(self, connection: sa.Connection) -> None:
        for statement in (
            "INSERT INTO one_time_codes (account, last_step) VALUES ('account-1', 0)",
            "INSERT INTO charge VALUES ('old-one', 'account-1', '2024-03-18 09:00:00+00:00')",
            "INSERT INTO trail (at, who, act, about, detail) VALUES"
            " ('2024-03-18 09:00:00+00:00', 'account-1', 'signed-in', '', '')",
        ):
            connection.execute(sa.text(statement))

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        assert connection.execute(sa.text("SELECT count(*) FROM session")).scalar_one() == 1
        assert "trail" not in sa.inspect(connection).get_table_names()


class Reminders(Kept):
    """0004 lets every request be looked at, and a time that was let pass stays on record."""

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        due = "SELECT request, reminded_for FROM standing WHERE remind_on < '1900-01-01'"
        looks = connection.execute(sa.text(due)).all()
        assert [tuple(look) for look in looks] == [("old-one", "")]

    def load_after(self, connection: sa.Connection) -> None:
        entry = {"seq": 3, "kind": "let-pass", "once": None, "body": b"{}", "nonce": bytes(32)}
        connection.execute(ENTRY, entry)
        account = (
            "INSERT INTO account (id, address, email, name, role, password_hash, active)"
            " VALUES ('account-1', 'a@example.org', 'a@example.org', 'A', 'admin', '', true)"
        )
        mail = (
            "INSERT INTO outbox (once, message_id, account, subject, words, made_at, state,"
            " attempts, not_before, token, trouble) VALUES ('reminder:old-one:1', '<1@example>',"
            " 'account-1', 's', 'w', '2024-03-20 10:00:00+00:00', 'waiting', 0,"
            " '2024-03-20 10:00:00+00:00', '', '')"
        )
        for words in (account, mail):
            connection.execute(sa.text(words))

    def check_taken_back(self, connection: sa.Connection) -> None:
        kinds = set(connection.execute(sa.text("SELECT kind FROM event_kind")).scalars())
        assert "let-pass" in kinds, "the kind of what was entered has to stay"
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 3
        tables = sa.inspect(connection).get_table_names()
        assert not {"outbox", "reminder", "watcher"} & set(tables)


class Desk(Kept):
    """0005 has each line derived anew, since it says more."""

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        line = "SELECT edition, letter_step, unread_since FROM standing WHERE request = 'old-one'"
        assert connection.execute(sa.text(line)).one() == ("", "", None)

    def load_after(self, connection: sa.Connection) -> None:
        due = "UPDATE standing SET reply_stage = 'reply', reply_earliest = '2024-04-01'"
        view = "INSERT INTO saved_view VALUES ('account-1', 'mine', 'body=one')"
        for statement in (due, People.ACCOUNT, view):
            connection.execute(sa.text(statement))

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        assert "calendar_feed" not in sa.inspect(connection).get_table_names()
        columns = {each["name"] for each in sa.inspect(connection).get_columns("standing")}
        assert columns.isdisjoint({"unread_since", "reply_stage", "file_by"})


class Publishing(Kept):
    """0006 begins with nothing that waits and an empty list; a removal stays on record."""

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        for name in ("waiting_publication", "released_copy", "public_notice"):
            count = sa.select(sa.func.count()).select_from(sa.table(name))
            assert connection.execute(count).scalar_one() == 0

    def load_after(self, connection: sa.Connection) -> None:
        entry = {"seq": 3, "kind": "removed", "once": None, "body": b"{}", "nonce": bytes(32)}
        connection.execute(ENTRY, entry)
        notice = (
            "INSERT INTO public_notice VALUES ('old-one', 2, 0, '2024-04-01', 'removed',"
            " 'privacy', '')"
        )
        connection.execute(sa.text(notice))
        copy = sa.text("INSERT INTO released_copy VALUES ('old-one', :digest, :content)")
        copy = copy.bindparams(sa.bindparam("content", type_=sa.LargeBinary))
        connection.execute(copy, {"digest": "d" * 64, "content": b"%PDF"})

    def check_taken_back(self, connection: sa.Connection) -> None:
        kinds = set(connection.execute(sa.text("SELECT kind FROM event_kind")).scalars())
        assert "removed" in kinds, "the kind of what was entered has to stay"
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 3
        tables = sa.inspect(connection).get_table_names()
        assert not {"waiting_publication", "released_copy", "public_notice"} & set(tables)


class Proceedings(Kept):
    """0007 keeps what was there."""


class Holders:
    """0008: a record of before was handed on to nobody; its line stays when the step goes."""

    def load_before(self, connection: sa.Connection) -> None:
        FirstTables().load_after(connection)
        version = sa.text("INSERT INTO record_version VALUES ('old-one', 1, :digest, :content)")
        connection.execute(version, {"digest": "d" * 64, "content": b"{}"})
        line = (
            "INSERT INTO record (request, version, block, body, law, phase, as_of, withheld,"
            " criticised) VALUES ('old-one', 1, 'block-one', 'body-one', 'law-one', 'awaiting',"
            " '2024-04-01', false, '')"
        )
        connection.execute(sa.text(line))

    def check_after(self, connection: sa.Connection) -> None:
        handed_on = "SELECT handed_on FROM record WHERE request = 'old-one'"
        assert connection.execute(sa.text(handed_on)).scalar_one() == ""

    def load_after(self, connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE record SET handed_on = 'body-two'"))

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert "handed_on" not in {c["name"] for c in sa.inspect(connection).get_columns("record")}
        assert connection.execute(sa.text("SELECT body FROM record")).scalar_one() == "body-one"


class Despatches(Kept):
    """0009 brings kinds of event; what was entered stays, and with it its kind."""

    def load_after(self, connection: sa.Connection) -> None:
        entry = {"seq": 3, "kind": "resent", "once": None, "body": b"{}", "nonce": bytes(32)}
        connection.execute(ENTRY, entry)

    def check_taken_back(self, connection: sa.Connection) -> None:
        kinds = set(connection.execute(sa.text("SELECT kind FROM event_kind")).scalars())
        assert "resent" in kinds
        assert "delivery-reported" not in kinds
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 3


class Hearings(Kept):
    """0010 brings kinds of event and days of lists; reminders of before stay, of a hearing go."""

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        account = (
            "INSERT INTO account (id, address, email, name, role, password_hash, active)"
            " VALUES ('account-1', 'a@example.org', 'a@example.org', 'A', 'admin', '', true)"
        )
        connection.execute(sa.text(account))
        self._remind(connection, 1, "longest")

    def _remind(self, connection: sa.Connection, seq: int, term: str) -> None:
        reminder = sa.text(
            "INSERT INTO reminder (request, seq, once, person, stage, opening, term, day, after,"
            " missed, escalated, made_at) VALUES ('old-one', :seq, :term, 'account-1', 'reply', 2,"
            " :term, '2024-04-01', 0, 0, false, '2024-03-20 10:00:00+00:00')"
        )
        connection.execute(reminder, {"seq": seq, "term": term})

    def _terms(self, connection: sa.Connection) -> list[str]:
        terms = connection.execute(sa.text("SELECT term FROM reminder ORDER BY seq"))
        return list(terms.scalars())

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        assert self._terms(connection) == ["longest"]
        line = "SELECT hear_on, comply_by FROM standing WHERE request = 'old-one'"
        assert connection.execute(sa.text(line)).one() == (None, None)

    def load_after(self, connection: sa.Connection) -> None:
        self._remind(connection, 2, "hearing")
        entry = {"seq": 3, "kind": "adjourned", "once": None, "body": b"{}", "nonce": bytes(32)}
        connection.execute(ENTRY, entry)

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert self._terms(connection) == ["longest"]
        kinds = set(connection.execute(sa.text("SELECT kind FROM event_kind")).scalars())
        assert "adjourned" in kinds
        assert "hearing-held" not in kinds
        columns = {each["name"] for each in sa.inspect(connection).get_columns("standing")}
        assert columns.isdisjoint({"hear_on", "comply_by"})


class Belonging(Kept):
    """0011: what is on file stands alone; without it again, the requests stay."""

    def load_after(self, connection: sa.Connection) -> None:
        connection.execute(sa.text("INSERT INTO kin VALUES ('old-one', 'old-one', NULL)"))

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        assert "kin" not in sa.inspect(connection).get_table_names()


class Workbook(Kept):
    """0012 brings what the office keeps for itself; what was there stays."""

    NEW = (
        "INSERT INTO tag VALUES ('old-one', 'a word')",
        "INSERT INTO task VALUES ('t', 'old-one', 'a', '2024-03-20', 'b', :made, '', NULL)",
        "INSERT INTO finding VALUES ('k', 'old-one', 'old-one', 'confirmed', 'a', :made)",
        "INSERT INTO list_file VALUES ('f', 'd', 'a', :made, :made, NULL)",
        "INSERT INTO imported VALUES ('old-one', 'r', 'f', 2, '2024-03-18', false)",
    )

    def load_after(self, connection: sa.Connection) -> None:
        for statement in self.NEW:
            made = {"made": "2024-03-18 09:00:00+00:00"} if ":made" in statement else {}
            connection.execute(sa.text(statement), made)

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        gone = {"tag", "task", "finding", "list_file", "imported"}
        assert not gone & set(sa.inspect(connection).get_table_names())


class Fairness(Kept):
    """0013 brings kinds of event and notes on bodies; the notes go when it is taken back."""

    def load_after(self, connection: sa.Connection) -> None:
        entry = {"seq": 3, "kind": "notice-sent", "once": None, "body": b"{}", "nonce": bytes(32)}
        connection.execute(ENTRY, entry)

    def check_taken_back(self, connection: sa.Connection) -> None:
        kinds = set(connection.execute(sa.text("SELECT kind FROM event_kind")).scalars())
        assert "notice-sent" in kinds
        assert "body-stated" not in kinds
        assert "risk_note" not in sa.inspect(connection).get_table_names()


class FilesOfTheOffice(Kept):
    """0014: an office had no files; without them again, the requests stay."""

    def load_after(self, connection: sa.Connection) -> None:
        kept = sa.text(
            "INSERT INTO office_file VALUES ('letterhead', :sealed, '2024-03-18 09:00:00+00:00')"
        ).bindparams(sa.bindparam("sealed", type_=sa.LargeBinary))
        connection.execute(kept, {"sealed": b"x"})

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        assert "office_file" not in sa.inspect(connection).get_table_names()


class Statements(Holders):
    """0015: a line of before names the bodies whose statements stand, struck ones left out."""

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        entry = {"kind": "body-stated", "corrected": False}
        entries = [
            entry | {"facts": {"body": "body-two"}},
            entry | {"facts": {"body": "body-three"}, "corrected": True},
            {"kind": "appeal-filed", "facts": {"body": "body-four"}, "corrected": False},
        ]
        second = sa.text("INSERT INTO record_version VALUES ('old-one', 2, :digest, :content)")
        content = json.dumps({"entries": entries}).encode()
        connection.execute(second, {"digest": "e" * 64, "content": content})
        connection.execute(sa.text("UPDATE record SET version = 2"))

    def check_after(self, connection: sa.Connection) -> None:
        stated = "SELECT stated FROM record WHERE request = 'old-one'"
        assert connection.execute(sa.text(stated)).scalar_one() == "body-two"

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert "stated" not in {c["name"] for c in sa.inspect(connection).get_columns("record")}
        assert connection.execute(sa.text("SELECT body FROM record")).scalar_one() == "body-one"


class LanguageOfAPerson(Kept):
    """0016: everybody reads the desk in English until they choose; who was there, stays there."""

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        connection.execute(sa.text(People.ACCOUNT))

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        assert connection.execute(sa.text("SELECT language FROM account")).scalar_one() == "en"

    def load_after(self, connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE account SET language = 'ur'"))

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        columns = {each["name"] for each in sa.inspect(connection).get_columns("account")}
        assert "language" not in columns
        assert connection.execute(sa.text("SELECT id FROM account")).scalar_one() == "account-1"


class PublishedLines(Statements):
    """0018: what is new of a line is derived once the step is done, and may be empty before; what
    was in it stays, up and down."""

    SUM = "INSERT INTO tally VALUES ('all', 'records', '', :counts)"

    def check_after(self, connection: sa.Connection) -> None:
        line = "SELECT stated, counting, tallied FROM record"
        assert connection.execute(sa.text(line)).one() == ("body-two", 0, None)

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        connection.execute(sa.text("UPDATE record SET stated = 'body-two'"))

    def load_after(self, connection: sa.Connection) -> None:
        named = "INSERT INTO record_body VALUES ('old-one', 'body-one', 'held', '2024-04-19')"
        connection.execute(sa.text(named))
        kept = sa.text(self.SUM).bindparams(sa.bindparam("counts", type_=sa.LargeBinary))
        connection.execute(kept, {"counts": b"[]"})

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT stated FROM record")).scalar_one() == "body-two"
        columns = {each["name"] for each in sa.inspect(connection).get_columns("record")}
        assert columns.isdisjoint({"asked_on", "tallied", "counting", "silent"})
        assert not {"tally", "record_body"} & set(sa.inspect(connection).get_table_names())


class LeavesOfTheLog(Kept):
    """0019: what stands on record waits for its place in the log; taken back, nothing is lost."""

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        version = sa.text("INSERT INTO record_version VALUES ('old-one', 1, :digest, :content)")
        connection.execute(version, {"digest": "d" * 64, "content": b"{}"})
        office = sa.text("INSERT INTO office VALUES (1, true, 'Office', :edition, NULL)")
        connection.execute(office, {"edition": "e" * 64})

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        leaf = "SELECT source, request, number, place FROM leaf ORDER BY source, number"
        assert [tuple(row) for row in connection.execute(sa.text(leaf))] == [
            ("entry", "old-one", 1, None),
            ("entry", "old-one", 2, None),
            ("library", "e" * 64, 0, None),
            ("record", "old-one", 1, None),
        ]

    def load_after(self, connection: sa.Connection) -> None:
        tile = sa.text("INSERT INTO tile VALUES (0, 0, :hashes)")
        connection.execute(tile, {"hashes": bytes(32)})
        checkpoint = "INSERT INTO checkpoint VALUES (1, :note, '2024-03-20 10:00:00+00:00')"
        connection.execute(sa.text(checkpoint), {"note": b"note"})

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        assert not {"leaf", "tile", "checkpoint"} & set(sa.inspect(connection).get_table_names())


class Answers(PublishedLines):
    """0020: sums are counted anew once the step is done, up and down; lines stay."""

    ANSWER = """INSERT INTO record_answer
        VALUES ('old-one', 'body-one', 'order', 'block-one', 'order', 'silent', '2024-04-19')"""

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        assert connection.execute(sa.text("SELECT count(*) FROM tally")).scalar_one() == 0

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        super().load_after(connection)
        connection.execute(sa.text("UPDATE record SET tallied = NULL, counting = 1"))

    def load_after(self, connection: sa.Connection) -> None:
        kept = sa.text(self.SUM.replace("'records'", "'cell'"))
        kept = kept.bindparams(sa.bindparam("counts", type_=sa.LargeBinary))
        connection.execute(kept, {"counts": b"[]"})
        connection.execute(sa.text(self.ANSWER))

    def check_taken_back(self, connection: sa.Connection) -> None:
        line = "SELECT stated, counting, tallied FROM record"
        assert connection.execute(sa.text(line)).one() == ("body-two", 0, None)
        assert connection.execute(sa.text("SELECT count(*) FROM tally")).scalar_one() == 0
        assert "record_answer" not in sa.inspect(connection).get_table_names()
        assert connection.execute(sa.text("SELECT count(*) FROM record_body")).scalar_one() == 1


class Search(Holders):
    """0021 begins with nothing to find; what was on record stays when the step goes."""

    def check_after(self, connection: sa.Connection) -> None:
        for name in ("search_entry", "search_words"):
            count = sa.select(sa.func.count()).select_from(sa.table(name))
            assert connection.execute(count).scalar_one() == 0

    def load_after(self, connection: sa.Connection) -> None:
        entry = (
            "INSERT INTO search_entry (id, request, version, edition, passages, country, outcomes)"
            " VALUES (7, 'old-one', 1, 'edition', '[]', 'pk', '')"
        )
        connection.execute(sa.text(entry))
        key: sa.ColumnClause[int] = sa.column(
            "rowid" if connection.dialect.name == "sqlite" else "id"
        )
        words = sa.table("search_words", key, sa.column("names"), sa.column("words"))
        connection.execute(sa.insert(words).values((7, "pta", "pta order")))

    def check_taken_back(self, connection: sa.Connection) -> None:
        tables = sa.inspect(connection).get_table_names()
        assert not [name for name in tables if name.startswith("search_")]
        assert connection.execute(sa.text("SELECT body FROM record")).scalar_one() == "body-one"


class PausesOfSweeps(Kept):
    """0022: nothing is known of pauses before; without them again, the requests stay."""

    def load_after(self, connection: sa.Connection) -> None:
        pause = (
            "INSERT INTO sweep_pause VALUES"
            " ('2024-03-18 09:00:00+00:00', '2024-03-20 09:00:00+00:00')"
        )
        connection.execute(sa.text(pause))

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        assert "sweep_pause" not in sa.inspect(connection).get_table_names()
        columns = {each["name"] for each in sa.inspect(connection).get_columns("office")}
        assert "left_unswept" not in columns


class Alerts(Kept):
    """0023: mail to accounts stays on its way, up and down; what was for readers goes."""

    MAIL = (
        "INSERT INTO outbox (once, message_id, {whom}, subject, words, made_at, state,"
        " attempts, not_before, token, trouble) VALUES ('{whom}:1', '<{whom}@example>',"
        " '{whom}-1', 's', 'w', '2024-03-20 10:00:00+00:00', 'waiting', 0,"
        " '2024-03-20 10:00:00+00:00', '', '')"
    )
    READER = sa.text(
        "INSERT INTO subscription (id, token_digest, address_digest, about, key, language, sealed,"
        " asked_at, told, refused) VALUES ('reader-1', :d, :d, 'all', '', 'en', :sealed,"
        " '2024-03-20 10:00:00+00:00', 0, 0)"
    ).bindparams(sa.bindparam("sealed", type_=sa.LargeBinary))

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        for words in (People.ACCOUNT, self.MAIL.format(whom="account")):
            connection.execute(sa.text(words))

    def check_after(self, connection: sa.Connection) -> None:
        super().check_after(connection)
        asked = sa.text("SELECT once, account, reader, state FROM outbox")
        assert connection.execute(asked).all() == [("account:1", "account-1", None, "waiting")]

    def load_after(self, connection: sa.Connection) -> None:
        connection.execute(self.READER, {"d": "d" * 64, "sealed": b"sealed"})
        connection.execute(sa.text(self.MAIL.format(whom="reader")))

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        asked = sa.text("SELECT once, account FROM outbox")
        assert connection.execute(asked).all() == [("account:1", "account-1")]
        assert "subscription" not in sa.inspect(connection).get_table_names()


class AlertsOfOutcomes(Alerts):
    """0026: who followed something still does, and gets what is on its way; who follows an
    outcome goes with the step, and so does mail to them."""

    WHO = sa.text(
        "SELECT s.id, s.about, o.state FROM subscription s JOIN outbox o ON o.reader = s.id"
        " ORDER BY s.id"
    )

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        super().load_after(connection)

    def check_after(self, connection: sa.Connection) -> None:
        Kept.check_after(self, connection)
        assert connection.execute(self.WHO).all() == [("reader-1", "all", "waiting")]

    def load_after(self, connection: sa.Connection) -> None:
        for words in (
            "INSERT INTO subscription (id, token_digest, address_digest, about, key, language,"
            " sealed, asked_at, told, refused) SELECT 'reader-2', about, about, 'outcome',"
            " 'refused', language, sealed, asked_at, told, refused FROM subscription",
            "INSERT INTO outbox (once, message_id, reader, subject, words, made_at, state,"
            " attempts, not_before, token, trouble) SELECT 'reader:2', 'two', 'reader-2', subject,"
            " words, made_at, state, attempts, not_before, token, trouble FROM outbox"
            " WHERE reader = 'reader-1'",
        ):
            connection.execute(sa.text(words))

    def check_taken_back(self, connection: sa.Connection) -> None:
        Kept.check_taken_back(self, connection)
        assert connection.execute(self.WHO).all() == [("reader-1", "all", "waiting")]
        gone = sa.text("SELECT count(*) FROM outbox WHERE reader = 'reader-2'")
        assert connection.execute(gone).scalar_one() == 0


class Attestations(Kept):
    """0024: nobody said anything of the log before; without what they said, the requests stay."""

    def load_after(self, connection: sa.Connection) -> None:
        witness = "INSERT INTO witness VALUES ('witness+00+key', '2024-03-18 09:00:00+00:00')"
        connection.execute(sa.text(witness))
        said = sa.text("INSERT INTO attestation VALUES (1, 'witness', 'w', :said, NULL)")
        connection.execute(said, {"said": b"a signature"})

    def check_taken_back(self, connection: sa.Connection) -> None:
        super().check_taken_back(connection)
        left = set(sa.inspect(connection).get_table_names())
        assert not {"witness", "attestation"} & left


class SinceWhen(Holders):
    """0025: the day on which a record was first shown is derived once the step is done; a record
    that was there stays, up and down."""

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        connection.execute(sa.text("UPDATE record SET counting = 3"))

    def check_after(self, connection: sa.Connection) -> None:
        line = connection.execute(sa.text("SELECT body, since, counting FROM record")).one()
        assert tuple(line) == ("body-one", None, 0)

    def load_after(self, connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE record SET since = '2024-04-19'"))

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT body FROM record")).scalar_one() == "body-one"
        for table in ("record", "record_body"):
            columns = {each["name"] for each in sa.inspect(connection).get_columns(table)}
            assert "since" not in columns


class WhatCame(Holders):
    """0027: what came of a record is derived once the step is done; a record that was there
    stays, up and down."""

    def load_before(self, connection: sa.Connection) -> None:
        super().load_before(connection)
        connection.execute(sa.text("UPDATE record SET counting = 4"))

    def check_after(self, connection: sa.Connection) -> None:
        line = connection.execute(sa.text("SELECT body, counting FROM record")).one()
        assert tuple(line) == ("body-one", 0)

    def load_after(self, connection: sa.Connection) -> None:
        came = (
            "INSERT INTO record_came VALUES"
            " ('old-one', 4, 'refused', 'body-one', '2024-04-19', '2024-04-19')"
        )
        connection.execute(sa.text(came))

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT body FROM record")).scalar_one() == "body-one"
        assert "record_came" not in sa.inspect(connection).get_table_names()


class RecordChanges(WhatCame):
    """0028: every subject is given its mark once the step is done; a record that was there
    stays, up and down."""

    def load_after(self, connection: sa.Connection) -> None:
        connection.execute(
            sa.text("INSERT INTO record_change VALUES ('all', '', :mark)"), {"mark": "a" * 32}
        )

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT body FROM record")).scalar_one() == "body-one"
        assert "record_change" not in sa.inspect(connection).get_table_names()


TESTERS: dict[str, type[Tester]] = {
    "0001": FirstTables,
    "0002": Recounts,
    "0003": People,
    "0004": Reminders,
    "0005": Desk,
    "0006": Publishing,
    "0007": Proceedings,
    "0008": Holders,
    "0009": Despatches,
    "0010": Hearings,
    "0011": Belonging,
    "0012": Workbook,
    "0013": Fairness,
    "0014": FilesOfTheOffice,
    "0015": Statements,
    "0016": LanguageOfAPerson,
    "0018": PublishedLines,
    "0019": LeavesOfTheLog,
    "0020": Answers,
    "0021": Search,
    "0022": PausesOfSweeps,
    "0023": Alerts,
    "0024": Attestations,
    "0025": SinceWhen,
    "0026": AlertsOfOutcomes,
    "0027": WhatCame,
    "0028": RecordChanges,
}
