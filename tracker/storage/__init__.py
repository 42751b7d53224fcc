"""Everything that one database and one folder store.

It is loaded when it is used: what only looks at a stamp of the database needs none of it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.storage.opening import (
        LARGEST_IDENTITY_FILE,
        SECRET_PREFIX,
        WORD_COUNT,
        BucketAddress,
        BucketStore,
        Damaged,
        Manifest,
        PaperStore,
        PublicStorage,
        RecoverySecret,
        RecoverySecrets,
        Restored,
        Storage,
        StorageTrouble,
        backup,
        changed_since,
        check,
        copies_of_erased,
        copy_before_migration,
        copy_papers,
        current,
        decrypt,
        examine,
        examine_changed,
        examine_sealed,
        head,
        is_age,
        make_engine,
        migrate,
        new_key,
        newest_encrypted_backup,
        open_public_storage,
        open_storage,
        papers_folder,
        prepare_tables,
        read_backup,
        read_identity_file,
        read_secrets,
        read_words,
        rebuild_derived,
        remove_half_restored,
        require_head,
        restore,
        translate_disk_errors,
        write_identity_file,
    )
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(name)
        from tracker.storage import opening

        found = globals()[name] = getattr(opening, name)
        return found


__all__ = [
    "LARGEST_IDENTITY_FILE",
    "SECRET_PREFIX",
    "WORD_COUNT",
    "BucketAddress",
    "BucketStore",
    "Damaged",
    "Manifest",
    "PaperStore",
    "PublicStorage",
    "RecoverySecret",
    "RecoverySecrets",
    "Restored",
    "Storage",
    "StorageTrouble",
    "backup",
    "changed_since",
    "check",
    "copies_of_erased",
    "copy_before_migration",
    "copy_papers",
    "current",
    "decrypt",
    "examine",
    "examine_changed",
    "examine_sealed",
    "head",
    "is_age",
    "make_engine",
    "migrate",
    "new_key",
    "newest_encrypted_backup",
    "open_public_storage",
    "open_storage",
    "papers_folder",
    "prepare_tables",
    "read_backup",
    "read_identity_file",
    "read_secrets",
    "read_words",
    "rebuild_derived",
    "remove_half_restored",
    "require_head",
    "restore",
    "translate_disk_errors",
    "write_identity_file",
]
