"""The table of all settings, as the operator's guide lists them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatorSetting:
    """One setting, as the operator's table lists it."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    OperatorSetting(
        "TRACKER_INSTANCE",
        "instance/ of the checkout; var/tracker-instance of an installed copy",
        "folder that holds the database, the evidence and the keys; absolute",
    ),
    OperatorSetting(
        "TRACKER_DATABASE_URL",
        "SQLite in the instance folder",
        "database, for example postgresql+psycopg://tracker@/tracker",
    ),
    OperatorSetting(
        "TRACKER_OFFICE_KEY",
        "none: private words open only for people who are signed in",
        "file that keeps the office’s private words open all the time; absolute, on another disk",
    ),
    OperatorSetting(
        "TRACKER_SECRET_KEY_FILE",
        "secret.key in the instance folder",
        "file with the machine’s key, for example a systemd credential; absolute; nobody else "
        "may read it",
    ),
    OperatorSetting(
        "TRACKER_LOG_KEY_FILE",
        "log.key in the instance folder",
        "file with the key of the public log, in the same way",
    ),
    OperatorSetting(
        "TRACKER_DOCUMENTS_URL",
        "evidence/ in the instance folder",
        "bucket for sealed documents, in a store with the interface of S3, for example "
        "https://s3.example.org/office",
    ),
    OperatorSetting(
        "TRACKER_DOCUMENTS_KEY_FILE",
        "none",
        "file with the name of its key in the first line and the secret in the second; nobody "
        "else may read it",
    ),
    OperatorSetting(
        "TRACKER_DOCUMENTS_REGION",
        "us-east-1",
        "region of the bucket, if the store asks for one",
    ),
    OperatorSetting(
        "TRACKER_HOST",
        "127.0.0.1",
        "address to listen on",
    ),
    OperatorSetting(
        "TRACKER_PORT",
        "8000",
        "port to listen on",
    ),
    OperatorSetting(
        "TRACKER_PUBLIC_URL",
        "http://localhost:8000",
        "address under which readers reach the site; https makes cookies secure",
    ),
    OperatorSetting(
        "TRACKER_TRUSTED_PROXIES",
        "none",
        "addresses of trusted reverse proxies, separated by commas",
    ),
    OperatorSetting(
        "TRACKER_NOTICE_DAYS",
        "7",
        "days a body has to answer the notice before its first non-response is published",
    ),
    OperatorSetting(
        "TRACKER_SWEEP_SECONDS",
        "60",
        "seconds between two checks for what fell due",
    ),
    OperatorSetting(
        "TRACKER_WORKERS",
        "2",
        "web server processes",
    ),
    OperatorSetting(
        "TRACKER_THREADS",
        "4",
        "threads of each web server process",
    ),
    OperatorSetting(
        "TRACKER_LETTERHEAD",
        "none",
        "DOCX whose styles, header and footer the letters take; never run as a template",
    ),
    OperatorSetting(
        "TRACKER_LIBRARY",
        "the shipped one",
        "folder with another law library",
    ),
    OperatorSetting(
        "TRACKER_SMTP_URL",
        "none",
        "mail server of a live office, for example smtps://user@mail.example.org",
    ),
    OperatorSetting(
        "TRACKER_SMTP_PASSWORD_FILE",
        "none",
        "file whose first line is its password; nobody else may read it",
    ),
    OperatorSetting(
        "TRACKER_SMTP_TOKEN_FILE",
        "none",
        "file whose first line is an OAuth token for it, instead of a password",
    ),
    OperatorSetting(
        "TRACKER_MAIL_FROM",
        "none",
        "sender address; required with a server",
    ),
    OperatorSetting(
        "TRACKER_MAIL_FOLDER",
        "mail/ in the instance folder",
        "where unsent mail is stored; `console` prints it instead",
    ),
    OperatorSetting(
        "TRACKER_MAIL_RESULTS_BY",
        "none: no results are believed",
        "name under which the office’s own mail server writes Authentication-Results into mail "
        "that comes",
    ),
    OperatorSetting(
        "TRACKER_MAIL_HOSTS",
        "none: no delivery report is believed, and each holds back non-responses until a person "
        "decides",
        "names of the office’s own mail servers in Received lines, separated by commas",
    ),
    OperatorSetting(
        "TRACKER_MAIL_STRIPS_RESULTS",
        "no",
        "`yes` says that these servers remove Authentication-Results lines that came from outside",
    ),
    OperatorSetting(
        "TRACKER_MAIL_NO_LOOKUPS",
        "no",
        "`yes` stops lookups of the keys of DKIM signatures, so no name from a mail reaches the "
        "DNS",
    ),
    OperatorSetting(
        "TRACKER_MAIL_ROOTS",
        "none: no authority is trusted",
        "file with the certificates (PEM) of the authorities that count for signed email (S/MIME)",
    ),
    OperatorSetting(
        "TRACKER_NO_SCAN_READING",
        "no",
        "`yes` stops the reading of scans for the search, even if tesseract is installed",
    ),
    OperatorSetting(
        "TRACKER_IMAP_URL",
        "none",
        "mailbox that a live office fetches, for example imaps://user@mail.example.org",
    ),
    OperatorSetting(
        "TRACKER_IMAP_PASSWORD_FILE",
        "none",
        "file whose first line is its password; nobody else may read it",
    ),
    OperatorSetting(
        "TRACKER_IMAP_TOKEN_FILE",
        "none",
        "file whose first line is an OAuth token, instead of a password",
    ),
    OperatorSetting(
        "TRACKER_MAIL_DOMAINS",
        "that of TRACKER_MAIL_FROM",
        "domains of the office’s own addresses, separated by commas",
    ),
    OperatorSetting(
        "TRACKER_RECIPIENT_HEADER",
        "Delivered-To",
        "header in which the office’s own mail server writes the recipient: Delivered-To, "
        "X-Original-To or Envelope-To",
    ),
    OperatorSetting(
        "TRACKER_DROPPED_MAIL",
        "received/ in the instance folder",
        "folder from which .eml files are taken; each is deleted once its mail is stored",
    ),
    OperatorSetting(
        "TRACKER_MAIL_ADDRESSES",
        "without a server tracker+*@localhost; otherwise none, and no letter goes out by email",
        "addresses of requests, with * for the token: `office+*@example.org` or "
        "`*@rti.example.org`",
    ),
    OperatorSetting(
        "TRACKER_MAIL_LARGEST_MB",
        "18",
        "most megabytes of a letter sent by email, with its files as they are encoded",
    ),
    OperatorSetting(
        "TRACKER_MIRRORS",
        "none",
        "addresses of copies of the public record, separated by commas",
    ),
    OperatorSetting(
        "TRACKER_WITNESSES",
        "none",
        "addresses at which witnesses of the public log give the newest checkpoint that they "
        "know, separated by commas; needed for more than one machine",
    ),
    OperatorSetting(
        "TRACKER_CONTACT",
        "none",
        "where readers ask for a correction or a takedown, for example mailto:record@example.org; "
        "shown on the public pages",
    ),
    OperatorSetting(
        "TRACKER_SECURITY_CONTACT",
        "none",
        "where to report a fault of security, for example mailto:security@example.org; "
        "shown at /.well-known/security.txt",
    ),
    OperatorSetting(
        "TRACKER_HSTS_SUBDOMAINS",
        "no",
        "`yes` tells browsers to use TLS for every subdomain of the public address too",
    ),
    OperatorSetting(
        "TRACKER_READ_ONLY",
        "no",
        "`yes` refuses every change: pages can be read, and the scheduler enters nothing",
    ),
    OperatorSetting(
        "TRACKER_PUBLIC_SIDE",
        "no",
        "`yes` serves the public pages alone, without keys and documents, also from a replica of "
        "the database",
    ),
    OperatorSetting(
        "TRACKER_PUBLIC_LOG_KEY",
        "none: pages of the log say that its key cannot be read",
        "first line of /log/key of the office, for a public side",
    ),
    OperatorSetting(
        "TRACKER_METRICS_TOKEN_FILE",
        "none: there is no /metrics",
        "file whose first line is the token that opens /metrics; nobody else may read it",
    ),
    OperatorSetting(
        "TRACKER_BACKUP_DAYS",
        "8",
        "days without a backup after which a live office says that one is missing",
    ),
    OperatorSetting(
        "TRACKER_SYNCHRONOUS_STANDBY",
        "no",
        "`yes` says that a standby of the database is promoted only if the server waits for it; "
        "no person has to confirm a promotion then. Takes at most 900 for `TRACKER_SWEEP_SECONDS`",
    ),
)
