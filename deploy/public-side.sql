-- The role of a machine that serves the public side alone (TRACKER_PUBLIC_SIDE). Run it on the primary,
-- in the office’s database, as the owner of the tables, and again after each upgrade:
--
--     psql tracker -f public-side.sql
--
-- Replicas take it over. It may read what public pages are made from, and no account, no request, no
-- document and no key. Of tables that hold drafts too, it sees the rows that were published. What is
-- not on any page and still readable: the salts of private entries of the log, the opaque ids of who
-- entered something published, a published capture whose file is sealed (it cannot be opened without
-- the key of the office), and what the scheduler last did or failed to do. Give it a password with
-- \password tracker_public, or a line in pg_hba.conf.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tracker_public') THEN
        CREATE ROLE tracker_public LOGIN;
    END IF;
END
$$;

GRANT SELECT ON
    alembic_version, sweep_pause, own_entry, law_signature,
    record, record_version, record_body, record_result, record_change, public_notice,
    released_text, released_copy, question_result, block_cell, tally,
    search_entry, search_spelling, search_words,
    leaf, tile, checkpoint, witness, attestation,
    measured_finding, measurement_snapshot, page_capture
TO tracker_public;

-- Of the office itself, only what pages ask for: neither its mark nor what its clock was found to be.
REVOKE SELECT ON office FROM tracker_public;
GRANT SELECT (
    id, live, name, edition, last_sweep_at, left_unswept, holds, failed_steps, recovery_tried_at, late
) ON office TO tracker_public;

-- The policies name the role in their conditions, not by TO: so they bind nobody else, and a backup
-- goes into a server without the role. An account that dumps tables of another needs BYPASSRLS.
DROP POLICY IF EXISTS public_side ON measured_finding;
CREATE POLICY public_side ON measured_finding
    USING (current_user <> 'tracker_public' OR confirmed_at IS NOT NULL);
ALTER TABLE measured_finding ENABLE ROW LEVEL SECURITY;

-- An answer belongs to the public once a confirmed finding names its hash.
DROP POLICY IF EXISTS public_side ON measurement_snapshot;
CREATE POLICY public_side ON measurement_snapshot
    USING (current_user <> 'tracker_public' OR EXISTS (
        SELECT FROM measured_finding AS finding
        WHERE finding.block = measurement_snapshot.block
            AND finding.confirmed_at IS NOT NULL
            AND position(convert_to(measurement_snapshot.sha256, 'UTF8') IN finding.content) > 0
    ));
ALTER TABLE measurement_snapshot ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS public_side ON page_capture;
CREATE POLICY public_side ON page_capture
    USING (current_user <> 'tracker_public' OR published_at IS NOT NULL);
ALTER TABLE page_capture ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS public_side ON released_text;
CREATE POLICY public_side ON released_text
    USING (current_user <> 'tracker_public' OR shown);
ALTER TABLE released_text ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS public_side ON own_entry;
CREATE POLICY public_side ON own_entry
    USING (current_user <> 'tracker_public' OR verified_at IS NOT NULL);
ALTER TABLE own_entry ENABLE ROW LEVEL SECURITY;

-- The current version alone: that of a withheld record says only that it is withheld.
DROP POLICY IF EXISTS public_side ON record_version;
CREATE POLICY public_side ON record_version
    USING (current_user <> 'tracker_public' OR EXISTS (
        SELECT FROM record
        WHERE record.request = record_version.request AND record.version = record_version.version
    ));
ALTER TABLE record_version ENABLE ROW LEVEL SECURITY;
