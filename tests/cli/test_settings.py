"""Settings: read once, refused with a sentence, and all of them in the operator's table."""

import re
from pathlib import Path

import pytest

from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.settings import read_settings
from tracker.settings.table import SETTINGS

GUIDE = Path(__file__).resolve().parents[2] / "docs/operating.md"


def test_the_operators_guide_lists_every_setting_and_no_other() -> None:
    table = set(re.findall(r"^\| `(TRACKER_[A-Z_]+)`", GUIDE.read_text(encoding="utf-8"), re.M))

    assert table == {setting.name for setting in SETTINGS}


def test_the_operators_guide_gives_each_setting_the_default_that_the_code_has() -> None:
    rows = GUIDE.read_text(encoding="utf-8")

    for setting in SETTINGS:
        assert f"| `{setting.name}` | {setting.default} | {setting.meaning} |" in rows


def test_nothing_set_gives_the_embedded_default(tmp_path: Path) -> None:
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/tracker.sqlite3"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.trusted_proxies == frozenset()
    assert not settings.secure_cookies


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TRACKER_MIRRORS", "https://a.example, ftp://b.example", "http or https addresses"),
        ("TRACKER_MIRRORS", "mirror.example", "http or https addresses"),
        ("TRACKER_MAIL_RESULTS_BY", "mx office", "the name of a mail server"),
        ("TRACKER_MAIL_HOSTS", "mx.office.example, <x>", "the name of a mail server"),
        ("TRACKER_MAIL_STRIPS_RESULTS", "perhaps", "takes yes or no"),
        ("TRACKER_PORT", "eighty", "whole number from 1 to 65535"),
        ("TRACKER_PORT", "70000", "whole number from 1 to 65535"),
        ("TRACKER_PORT", "٨٠", "whole number from 1 to 65535"),
        ("TRACKER_INSTANCE", "instance", "absolute path"),
        ("TRACKER_PUBLIC_URL", "localhost", "http or https address"),
        ("TRACKER_LETTERHEAD", "head.docx", "absolute path"),
        ("TRACKER_SECURITY_CONTACT", "security@example.org", "mailto:, https:// or tel:"),
        ("TRACKER_SECURITY_CONTACT", "mailto:nobody", "mailto:, https:// or tel:"),
        ("TRACKER_SECURITY_CONTACT", "http://a.example/report", "mailto:, https:// or tel:"),
        ("TRACKER_SECURITY_CONTACT", "mailto:a@b.example\nA: b", "mailto:, https:// or tel:"),
        ("TRACKER_CONTACT", "javascript:alert(1)", "mailto:, https:// or tel:"),
        ("TRACKER_HSTS_SUBDOMAINS", "true", "takes yes or no"),
        ("TRACKER_HSTS_SUBDOMAINS", "yes", "https address in TRACKER_PUBLIC_URL"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as told:
        read_settings({name: value})

    assert name in str(told.value)


def test_a_scheduler_that_looks_too_rarely_is_refused_where_a_standby_is_waited_for() -> None:
    rarely, waits = {"TRACKER_SWEEP_SECONDS": "901"}, {"TRACKER_SYNCHRONOUS_STANDBY": "yes"}

    assert read_settings(rarely).sweep_seconds == 901
    assert read_settings(waits | {"TRACKER_SWEEP_SECONDS": "900"}).serving.synchronous
    with pytest.raises(BadInput, match="SWEEP_SECONDS takes at most 900 with TRACKER_SYNC"):
        read_settings(waits | rarely)


def test_https_makes_cookies_secure() -> None:
    assert read_settings({"TRACKER_PUBLIC_URL": "https://record.example"}).secure_cookies


def test_the_folder_of_a_checkout_is_closed_to_others_when_its_key_is_made(
    tmp_path: Path,
) -> None:
    instance = tmp_path / "instance"
    instance.mkdir(mode=0o755)
    (instance / "README.md").write_text("what lies here", "utf-8")
    settings = read_settings({"TRACKER_INSTANCE": str(instance)})

    settings.make_instance()

    assert instance.stat().st_mode & 0o777 == 0o700
    assert settings.key_file.stat().st_mode & 0o777 == 0o600
    assert (instance / "README.md").exists()


def test_a_damaged_key_is_not_taken_for_a_key(tmp_path: Path) -> None:
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path)})
    settings.make_instance()
    key = settings.key()
    settings.make_instance()
    assert settings.key() == key

    settings.key_file.write_text("not a key", encoding="ascii")
    with pytest.raises(BadInput, match="damaged"):
        settings.key()


SERVER = {"TRACKER_SMTP_URL": "smtp://localhost:25", "TRACKER_MAIL_FROM": "office@example.org"}


def test_without_a_server_mail_is_kept_in_the_instance(tmp_path: Path) -> None:
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path)})

    assert settings.mail_server is None
    assert settings.mail_folder == tmp_path / "mail"
    assert read_settings({"TRACKER_MAIL_FOLDER": "console"}).mail_folder is None


def test_with_a_server_requests_have_addresses_only_if_the_operator_set_them() -> None:
    known = SERVER | {"TRACKER_MAIL_ADDRESSES": "*@rti.example.org"}

    assert read_settings(SERVER).mail_addresses is None
    assert read_settings(known).mail_addresses == AddressPattern("*@rti.example.org")
    assert read_settings({}).mail_addresses == AddressPattern("tracker+*@localhost")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtps://mail.example.org", ("mail.example.org", 465, True)),
        ("smtp://mail.example.org", ("mail.example.org", 587, False)),
        ("smtp://[::1]:2525", ("::1", 2525, False)),
        ("smtp://localhost:25/", ("localhost", 25, False)),
    ],
)
def test_a_mail_server_is_named_by_its_address(url: str, told: tuple[str, int, bool]) -> None:
    server = read_settings(SERVER | {"TRACKER_SMTP_URL": url}).mail_server

    assert server
    assert (server.host, server.port, server.implicit) == told


@pytest.mark.parametrize(
    ("host", "local"), [("localhost", True), ("127.0.0.1", True), ("localhost.evil.org", False)]
)
def test_only_this_machine_may_do_without_tls(host: str, local: bool) -> None:
    server = read_settings(SERVER | {"TRACKER_SMTP_URL": f"smtp://{host}:25"}).mail_server

    assert server
    assert server.local is local


def test_a_password_comes_from_a_file_that_nobody_else_reads(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("open sesame\n")
    file.chmod(0o644)
    named = {
        **SERVER,
        "TRACKER_SMTP_URL": "smtps://office%40example.org@mail.example.org",
        "TRACKER_SMTP_PASSWORD_FILE": str(file),
    }
    with pytest.raises(BadInput, match="chmod 600"):
        read_settings(named)

    file.chmod(0o600)
    settings = read_settings(named)

    assert settings.mail_server
    assert settings.mail_server.user == "office@example.org"
    assert "sesame" not in repr(settings)
    file.unlink()
    with pytest.raises(BadInput, match="not there"):
        read_settings(named)


def test_a_token_for_sending_takes_the_place_of_the_password(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("ya29.secret\n")
    file.chmod(0o600)
    url = "smtps://office%40example.org@mail.example.org"
    named = {**SERVER, "TRACKER_SMTP_URL": url, "TRACKER_SMTP_TOKEN_FILE": str(file)}

    server = read_settings(named).mail_server

    assert server
    assert (server.token, server.password_file) == (True, file)
    with pytest.raises(BadInput, match="not both: set one of them"):
        read_settings({**named, "TRACKER_SMTP_PASSWORD_FILE": str(file)})
    file.chmod(0o644)
    with pytest.raises(BadInput, match="chmod 600"):
        read_settings(named)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"TRACKER_SMTP_URL": "mail.example.org"}, "smtps://host"),
        ({"TRACKER_SMTP_URL": "http://mail.example.org"}, "smtps://host"),
        ({"TRACKER_SMTP_URL": "smtp://"}, "smtps://host"),
        ({"TRACKER_SMTP_URL": "smtp://host/inbox"}, "smtps://host"),
        ({"TRACKER_SMTP_URL": "smtp://host:99999"}, "no valid port"),
        ({"TRACKER_SMTP_URL": "smtps://me:hunter2@host"}, "holds a password"),
        ({"TRACKER_SMTP_URL": "smtps://me@host"}, "set both or neither"),
        ({"TRACKER_SMTP_PASSWORD_FILE": "/nowhere"}, "set both or neither"),
        ({"TRACKER_SMTP_PASSWORD_FILE": "nowhere"}, "absolute path"),
        ({"TRACKER_MAIL_FROM": ""}, "address from which mail comes"),
        ({"TRACKER_MAIL_FROM": "office"}, "address from which mail comes"),
        ({"TRACKER_MAIL_FROM": "a@b\nBcc: c@d"}, "address from which mail comes"),
        ({"TRACKER_MAIL_FOLDER": "mail"}, "absolute path"),
        ({"TRACKER_MAIL_ADDRESSES": "office@example.org"}, "TRACKER_MAIL_ADDRESSES"),
        ({"TRACKER_MAIL_LARGEST_MB": "0"}, "whole number from 1 to 100"),
    ],
)
def test_mail_settings_that_do_not_fit_are_refused(changed: dict[str, str], says: str) -> None:
    with pytest.raises(BadInput, match=says) as told:
        read_settings(SERVER | changed)

    assert "hunter2" not in str(told.value)


def test_the_authorities_of_signed_mail_are_those_in_the_named_file(tmp_path: Path) -> None:
    one = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
    (tmp_path / "roots.pem").write_text(f"The authority\n{one}\n\n{one}\n", "ascii")
    (tmp_path / "none.pem").write_text("-----BEGIN PRIVATE KEY-----", "ascii")
    place = {"TRACKER_INSTANCE": str(tmp_path)}

    assert read_settings(place).mail_results.roots == ()
    named = place | {"TRACKER_MAIL_ROOTS": str(tmp_path / "roots.pem")}
    assert read_settings(named).mail_results.roots == (one, one)
    for file, says in (("none.pem", "holds no certificate"), ("missing", "cannot be read")):
        with pytest.raises(BadInput, match=says):
            read_settings(place | {"TRACKER_MAIL_ROOTS": str(tmp_path / file)})


def test_scans_are_read_unless_the_operator_says_no(tmp_path: Path) -> None:
    place = {"TRACKER_INSTANCE": str(tmp_path)}

    assert read_settings(place).reads_scans
    assert not read_settings(place | {"TRACKER_NO_SCAN_READING": "yes"}).reads_scans


def test_the_own_mail_server_is_believed_only_if_it_is_named(tmp_path: Path) -> None:
    place = {"TRACKER_INSTANCE": str(tmp_path)}
    named = {
        "TRACKER_MAIL_RESULTS_BY": "MX.office.example",
        "TRACKER_MAIL_HOSTS": "mx.office.example, in.office.example",
        "TRACKER_MAIL_STRIPS_RESULTS": "yes",
        "TRACKER_MAIL_NO_LOOKUPS": "yes",
    }

    nothing, told = read_settings(place).mail_results, read_settings(place | named).mail_results

    assert (nothing.server, nothing.hosts, nothing.strips_forged) == ("", (), False)
    assert nothing.looks_up_keys
    assert (told.server, told.hosts) == (
        "mx.office.example", ("mx.office.example", "in.office.example"),
    )  # fmt: skip
    assert (told.strips_forged, told.looks_up_keys) == (True, False)
