"""What the README of an archive says about its files."""

READ_ME = """{kind}{demonstration}

PRIVATE: it names the applicant and holds the notes of the office.

history.json   every entry in order: `bytes` (base64) is the entry as it was stored, `nonce` is
               hexadecimal, and `digest` is the SHA-256 hash of the nonce followed by the bytes.
               `event` is the entry in readable form. A corrected entry stays, with its correction.
private.json   what is sealed in the program: the applicant, transit numbers, words of responses,
               notes; and tags, tasks, findings, the person assigned, the partners who can read.
record.json    the public record as it was last published, if there is one.
papers/        the original documents. history.json names the file of each hash;
               `missing` in private.json names what was erased, and `unreadable` each file that
               is damaged, with the reason: restore the last backup, and export again.
letters/       the letters as the program writes them today.
email/         for each letter that was sent by email, the exact mail and its proof sheet: every
               word of the mail servers about it.
SHA256SUMS     the hash of each file: check them with `sha256sum -c SHA256SUMS`. It is the last
               file. If it is missing, the rest is incomplete: export it again.
"""
OF_THE_OFFICE = """
measurements/  what others measured, in a folder for each block. findings.json has each sentence,
               its history and its canonical bytes (base64), whose SHA-256 hash is `digest`; the
               public log names it. answers.json lists the answers that were added: the address
               opened, the date, and the file, which is byte for byte what the source sent.
               Answers of OONI are under CC BY-NC-SA 4.0, those of Cloudflare Radar under
               CC BY-NC 4.0; those of IODA may not be published. captures.json lists the captures
               of cited pages, each a WACZ in captures/ under its SHA-256.
library/       the newest version of each block, public body and correction that the office has
               added, as a file. versions.json has every version, with who verified it and when.
office.json, people.json (no passwords, no second factors), trail.json (the audit trail),
risks.json and reprisals.json (notes on bodies, never public), arguments.json (every version) and
drafts/ belong to the office. Each request has a folder of its own under requests/, as above. If
the archive was downloaded in parts, these are in the first part, every part has its own list of
hashes, and all unpack into one folder.
"""
