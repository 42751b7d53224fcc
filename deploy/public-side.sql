-- The role of a machine that serves the public side alone (TRACKER_PUBLIC_SIDE). Run it once on the
-- primary, in the office's database, as the owner of the database:
--
--     psql tracker -f public-side.sql
--
-- Replicas take it over. It may read what public pages are made from, and nothing else: no account,
-- no request, no document and no key. Give it a password with \password tracker_public, or a line
-- in pg_hba.conf.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tracker_public') THEN
        CREATE ROLE tracker_public LOGIN;
    END IF;
END
$$;

GRANT SELECT ON
    alembic_version, office, sweep_pause, own_entry, law_signature,
    record, record_version, record_body, record_result, record_change, public_notice,
    released_text, released_copy, question_result, block_cell, tally,
    search_entry, search_spelling, search_words,
    leaf, tile, checkpoint, witness, attestation,
    measured_finding, measurement_snapshot, page_capture
TO tracker_public;
