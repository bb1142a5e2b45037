-- SPDX-License-Identifier: Apache-2.0
-- What was deleted stays until its time is over; then it is purged: the row stays as a stub, for
-- those that refer to it and so that its number never names another thing.
ALTER TABLE runs ADD COLUMN purged_at_ms INTEGER;
ALTER TABLE projects ADD COLUMN purged_at_ms INTEGER;
CREATE INDEX runs_in_trash ON runs (deleted_at_ms)
    WHERE deleted_at_ms IS NOT NULL AND purged_at_ms IS NULL;
CREATE INDEX runs_in_trash_of ON runs (project, deleted_at_ms)
    WHERE deleted_at_ms IS NOT NULL AND purged_at_ms IS NULL;
CREATE INDEX runs_not_purged ON runs (project) WHERE purged_at_ms IS NULL;
CREATE INDEX runs_purged ON runs (id) WHERE purged_at_ms IS NOT NULL;

-- Content that something stopped referring to. It is looked at again later: what nothing refers to
-- by then goes.
CREATE TABLE loose_blobs (
    digest TEXT PRIMARY KEY,
    since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX loose_blobs_by_time ON loose_blobs (since_ms);

-- No OR REPLACE: the statement that fires a trigger would overrule it.
CREATE TRIGGER run_file_gone AFTER DELETE ON run_files BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;
CREATE TRIGGER run_file_replaced AFTER UPDATE OF digest ON run_files
    WHEN old.digest <> new.digest BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;
CREATE TRIGGER artifact_file_gone AFTER DELETE ON artifact_files WHEN old.blob <> '' BEGIN
    INSERT INTO loose_blobs VALUES (old.blob, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;
CREATE TRIGGER artifact_upload_gone AFTER DELETE ON artifact_uploads BEGIN
    INSERT INTO loose_blobs VALUES (old.blob, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;
CREATE TRIGGER artifact_manifest_gone AFTER DELETE ON artifact_manifests WHEN old.digest <> '' BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;
CREATE TRIGGER artifact_manifest_replaced AFTER UPDATE OF digest ON artifact_manifests
    WHEN old.digest <> '' AND old.digest <> new.digest BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;
CREATE TRIGGER team_avatar_replaced AFTER UPDATE OF avatar ON teams
    WHEN old.avatar <> '' AND old.avatar <> new.avatar BEGIN
    INSERT INTO loose_blobs VALUES (old.avatar, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;
CREATE TRIGGER user_avatar_replaced AFTER UPDATE OF avatar ON users
    WHEN old.avatar <> '' AND old.avatar <> new.avatar BEGIN
    INSERT INTO loose_blobs VALUES (old.avatar, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

UPDATE meta SET value = 3 WHERE name = 'oldest_code';
