CREATE TABLE accounts (
    user INTEGER PRIMARY KEY REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    theme TEXT NOT NULL,
    default_team INTEGER REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE "api_keys" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user INTEGER NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    team INTEGER REFERENCES teams (id),
    project INTEGER REFERENCES projects (id),
    read_only INTEGER NOT NULL,
    made_by INTEGER REFERENCES users (id),
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,
    last_used_at_ms INTEGER,
    revoked_at_ms INTEGER
) STRICT;

CREATE INDEX api_keys_by_user ON api_keys (user, id);

CREATE TABLE artifact_aliases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection INTEGER NOT NULL REFERENCES collections (id),
    name TEXT NOT NULL,
    artifact INTEGER NOT NULL REFERENCES artifacts (id),
    UNIQUE (collection, name)
) STRICT;

CREATE INDEX artifact_aliases_by_artifact ON artifact_aliases (artifact, id);

CREATE TABLE artifact_client_ids (
    client_id TEXT PRIMARY KEY,
    artifact INTEGER NOT NULL REFERENCES artifacts (id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER artifact_file_gone AFTER DELETE ON artifact_files WHEN old.blob <> '' BEGIN
    INSERT INTO loose_blobs VALUES (old.blob, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TABLE artifact_files (
    artifact INTEGER NOT NULL REFERENCES artifacts (id),
    path TEXT NOT NULL,
    md5 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    birth INTEGER,
    ref TEXT NOT NULL,
    blob TEXT NOT NULL,
    PRIMARY KEY (artifact, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX artifact_files_by_blob ON artifact_files (blob) WHERE blob <> '';

CREATE TRIGGER artifact_manifest_gone AFTER DELETE ON artifact_manifests WHEN old.digest <> '' BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TRIGGER artifact_manifest_replaced AFTER UPDATE OF digest ON artifact_manifests
    WHEN old.digest <> '' AND old.digest <> new.digest BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TABLE artifact_manifests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    artifact INTEGER NOT NULL REFERENCES artifacts (id),
    base INTEGER REFERENCES artifacts (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    md5 TEXT NOT NULL
) STRICT;

CREATE INDEX artifact_manifests_by_artifact ON artifact_manifests (artifact, id);

CREATE INDEX artifact_manifests_by_digest ON artifact_manifests (digest) WHERE digest <> '';

CREATE TRIGGER artifact_upload_gone AFTER DELETE ON artifact_uploads BEGIN
    INSERT INTO loose_blobs VALUES (old.blob, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TABLE artifact_uploads (
    artifact INTEGER NOT NULL REFERENCES artifacts (id),
    md5 TEXT NOT NULL,
    blob TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (artifact, md5)
) STRICT, WITHOUT ROWID;

CREATE INDEX artifact_uploads_by_blob ON artifact_uploads (blob);

CREATE INDEX artifact_uploads_by_md5 ON artifact_uploads (md5, artifact);

CREATE TABLE artifact_uses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs (id),
    artifact INTEGER NOT NULL REFERENCES artifacts (id),
    UNIQUE (run, artifact)
) STRICT;

CREATE INDEX artifact_uses_by_artifact ON artifact_uses (artifact, id);

CREATE TABLE artifacts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection INTEGER NOT NULL REFERENCES collections (id),
    run INTEGER REFERENCES runs (id),
    author INTEGER NOT NULL REFERENCES users (id),
    state INTEGER NOT NULL,
    version INTEGER,
    digest TEXT NOT NULL,
    client_id TEXT NOT NULL,
    sequence_client_id TEXT NOT NULL,
    distributed_id TEXT NOT NULL,
    wanted_aliases TEXT NOT NULL,
    tags TEXT NOT NULL,
    history_step INTEGER,
    ttl_seconds INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    file_count INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    description TEXT NOT NULL,
    metadata TEXT NOT NULL
) STRICT;

CREATE INDEX artifacts_by_collection ON artifacts (collection, state, id);

CREATE INDEX artifacts_by_digest ON artifacts (collection, digest) WHERE state = 2;

CREATE INDEX artifacts_by_distributed_id ON artifacts (collection, distributed_id)
    WHERE distributed_id <> '';

CREATE INDEX artifacts_by_run ON artifacts (run, id) WHERE run IS NOT NULL;

CREATE UNIQUE INDEX artifacts_by_version ON artifacts (collection, version)
    WHERE version IS NOT NULL;

CREATE TABLE checkpoints (
    run INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    state BLOB NOT NULL,
    summary TEXT NOT NULL
) STRICT;

CREATE TABLE clients (
    client TEXT PRIMARY KEY,
    user INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    heard_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE collection_client_ids (
    client_id TEXT PRIMARY KEY,
    collection INTEGER NOT NULL REFERENCES collections (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    UNIQUE (project, name)
) STRICT;

CREATE TABLE command_log (
    version INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor INTEGER,
    on_behalf_of INTEGER,
    client TEXT NOT NULL,
    seq INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    device TEXT NOT NULL,
    claimed_at_ms INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    detail TEXT NOT NULL,
    rule INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE INDEX command_log_by_actor ON command_log (actor, version);

CREATE UNIQUE INDEX command_log_by_id ON command_log (command_id) WHERE command_id <> '';

CREATE INDEX command_log_by_person ON command_log (on_behalf_of, version)
    WHERE on_behalf_of IS NOT NULL;

CREATE INDEX command_log_by_time ON command_log (at_ms, version);

CREATE TABLE command_log_teams (
    team INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (team, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE custom_roles (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
    extra TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE history (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    version INTEGER NOT NULL,
    horizon INTEGER NOT NULL,
    log_hash BLOB NOT NULL,
    refusal_hash BLOB NOT NULL
) STRICT;

CREATE TABLE invitations (
    user INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    id INTEGER NOT NULL,
    team INTEGER NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    team_name TEXT NOT NULL,
    role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
    custom_role INTEGER REFERENCES custom_roles (id) DEFERRABLE INITIALLY DEFERRED,
    inviter INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    expires_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (user, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX invitations_by_custom_role ON invitations (custom_role)
    WHERE custom_role IS NOT NULL;

CREATE TABLE invites (
    team INTEGER NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    id INTEGER NOT NULL,
    user INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    email TEXT NOT NULL,
    role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
    custom_role INTEGER REFERENCES custom_roles (id) DEFERRABLE INITIALLY DEFERRED,
    inviter INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (team, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX invites_by_custom_role ON invites (custom_role) WHERE custom_role IS NOT NULL;

CREATE TABLE links (
    hash BLOB PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (id),
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX links_by_expiry ON links (expires_at_ms);

CREATE INDEX links_by_user ON links (user);

CREATE TABLE loose_blobs (
    digest TEXT PRIMARY KEY,
    since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX loose_blobs_by_time ON loose_blobs (since_ms);

CREATE TABLE members (
    team INTEGER NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    user INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
    custom_role INTEGER REFERENCES custom_roles (id) DEFERRABLE INITIALLY DEFERRED,
    registry_admin INTEGER NOT NULL,
    joined_at_ms INTEGER NOT NULL,
    changed_by INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    changed_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (team, user)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_custom_role ON members (custom_role) WHERE custom_role IS NOT NULL;

CREATE INDEX members_by_user ON members (user, team);

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
    client TEXT NOT NULL,
    seq INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    refused TEXT,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (client, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_addresses (
    team INTEGER NOT NULL REFERENCES teams (id),
    name TEXT NOT NULL,
    project INTEGER NOT NULL REFERENCES projects (id),
    PRIMARY KEY (team, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_members (
    project INTEGER NOT NULL REFERENCES projects (id) DEFERRABLE INITIALLY DEFERRED,
    user INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
    custom_role INTEGER REFERENCES custom_roles (id) DEFERRABLE INITIALLY DEFERRED,
    changed_by INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    changed_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (project, user)
) STRICT, WITHOUT ROWID;

CREATE INDEX project_members_by_custom_role ON project_members (custom_role)
    WHERE custom_role IS NOT NULL;

CREATE TRIGGER project_name_given AFTER INSERT ON projects BEGIN
    INSERT INTO run_addresses SELECT new.id, r.name, r.id FROM project_addresses a
        JOIN runs r ON r.project = a.project
        WHERE a.team = new.team AND a.name = new.name AND a.project <> new.id
            AND r.state IN (2, 7) AND r.deleted_at_ms IS NULL
        ON CONFLICT (project, name) DO NOTHING;
END;

CREATE TRIGGER project_name_taken AFTER UPDATE OF name ON projects WHEN old.name <> new.name BEGIN
    INSERT INTO run_addresses SELECT new.id, r.name, r.id FROM project_addresses a
        JOIN runs r ON r.project = a.project
        WHERE a.team = new.team AND a.name = new.name AND a.project <> new.id
            AND r.state IN (2, 7) AND r.deleted_at_ms IS NULL
        ON CONFLICT (project, name) DO NOTHING;
END;

CREATE TRIGGER project_renamed AFTER UPDATE OF name ON projects WHEN old.name <> new.name BEGIN
    INSERT INTO project_addresses VALUES (old.team, old.name, old.id)
        ON CONFLICT (team, name) DO UPDATE SET project = excluded.project;
END;

CREATE TABLE "projects" (
    id INTEGER PRIMARY KEY,
    team INTEGER NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    author INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    visibility INTEGER NOT NULL CHECK (visibility BETWEEN 1 AND 4),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    deleted_at_ms INTEGER,
    changed_by INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    changed_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL
, purged_at_ms INTEGER) STRICT;

CREATE INDEX projects_by_change ON projects (team, updated_at_ms, id)
    WHERE deleted_at_ms IS NULL;

CREATE UNIQUE INDEX projects_by_name ON projects (team, name) WHERE deleted_at_ms IS NULL;

CREATE TABLE refusal_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    actor INTEGER,
    on_behalf_of INTEGER,
    client TEXT NOT NULL,
    seq INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    device TEXT NOT NULL,
    claimed_at_ms INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    detail TEXT NOT NULL,
    rule INTEGER NOT NULL,
    refused TEXT NOT NULL,
    team INTEGER,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE INDEX refusal_log_by_actor ON refusal_log (actor, number);

CREATE INDEX refusal_log_by_id ON refusal_log (command_id) WHERE command_id <> '';

CREATE INDEX refusal_log_by_person ON refusal_log (on_behalf_of, number)
    WHERE on_behalf_of IS NOT NULL;

CREATE INDEX refusal_log_by_team ON refusal_log (team, number);

CREATE TABLE row_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    first_key INTEGER NOT NULL,
    last_key INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX row_groups_by_place ON row_groups (segment, offset);

CREATE INDEX row_groups_by_run ON row_groups (run, stream, id);

CREATE TABLE run_addresses (
    project INTEGER NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (project, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER run_file_gone AFTER DELETE ON run_files BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TRIGGER run_file_replaced AFTER UPDATE OF digest ON run_files
    WHEN old.digest <> new.digest BEGIN
    INSERT INTO loose_blobs VALUES (old.digest, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TABLE run_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    md5 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    UNIQUE (run, name)
) STRICT;

CREATE INDEX run_files_by_digest ON run_files (digest);

CREATE TABLE run_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs (id),
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX run_notes_by_run ON run_notes (run, id);

CREATE TRIGGER run_moved AFTER UPDATE OF project ON runs WHEN old.project <> new.project BEGIN
    INSERT INTO run_addresses VALUES (old.project, old.name, old.id)
        ON CONFLICT (project, name) DO UPDATE SET run = excluded.run;
END;

CREATE TABLE "runs" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL REFERENCES projects (id),
    author INTEGER NOT NULL REFERENCES users (id),
    sent_by INTEGER REFERENCES users (id),
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    state INTEGER NOT NULL,
    run_group TEXT NOT NULL,
    job_type TEXT NOT NULL,
    tags TEXT NOT NULL,
    host TEXT NOT NULL,
    program TEXT NOT NULL,
    repository TEXT NOT NULL,
    code_commit TEXT NOT NULL,
    sweep TEXT NOT NULL,
    exit_code INTEGER,
    stop_requested INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    deleted_at_ms INTEGER,
    forked_from INTEGER REFERENCES runs (id),
    forked_at_step INTEGER,
    version INTEGER NOT NULL,
    description TEXT NOT NULL,
    notes TEXT NOT NULL,
    config TEXT NOT NULL
, purged_at_ms INTEGER) STRICT;

CREATE UNIQUE INDEX runs_by_name ON runs (project, name) WHERE deleted_at_ms IS NULL;

CREATE INDEX runs_by_parent ON runs (forked_from) WHERE forked_from IS NOT NULL;

CREATE INDEX runs_by_project ON runs (project, id) WHERE deleted_at_ms IS NULL;

CREATE INDEX runs_by_spent_name ON runs (project, name) WHERE deleted_at_ms IS NOT NULL;

CREATE INDEX runs_by_version ON runs (project, version) WHERE version > 0;

CREATE INDEX runs_in_trash ON runs (deleted_at_ms)
    WHERE deleted_at_ms IS NOT NULL AND purged_at_ms IS NULL;

CREATE INDEX runs_in_trash_of ON runs (project, deleted_at_ms)
    WHERE deleted_at_ms IS NOT NULL AND purged_at_ms IS NULL;

CREATE INDEX runs_not_purged ON runs (project) WHERE purged_at_ms IS NULL;

CREATE INDEX runs_purged ON runs (id) WHERE purged_at_ms IS NOT NULL;

CREATE INDEX runs_running ON runs (id) WHERE state IN (2, 7) AND deleted_at_ms IS NULL;

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (id),
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
, device TEXT NOT NULL DEFAULT '', used_at_ms INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);

CREATE INDEX sessions_by_user ON sessions (user);

CREATE TABLE settings (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    users_create_teams INTEGER NOT NULL,
    keys_allowed INTEGER NOT NULL,
    invites_forbidden INTEGER NOT NULL,
    private_only INTEGER NOT NULL,
    teams_hidden INTEGER NOT NULL,
    lease_hours INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE stars (
    user INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    project INTEGER NOT NULL REFERENCES projects (id) DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL,
    PRIMARY KEY (user, project)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER team_avatar_replaced AFTER UPDATE OF avatar ON teams
    WHEN old.avatar <> '' AND old.avatar <> new.avatar BEGIN
    INSERT INTO loose_blobs VALUES (old.avatar, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TABLE "teams" (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    owner INTEGER UNIQUE REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    created_at_ms INTEGER NOT NULL,
    deleted_at_ms INTEGER,
    hidden INTEGER NOT NULL,
    private_only INTEGER NOT NULL,
    members_invite INTEGER NOT NULL,
    intro TEXT NOT NULL,
    avatar TEXT NOT NULL,
    links TEXT NOT NULL,
    showcase TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE tombstones (
    scope_kind INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    first INTEGER NOT NULL,
    second INTEGER NOT NULL,
    version INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (scope_kind, scope, kind, first, second)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER user_avatar_replaced AFTER UPDATE OF avatar ON users
    WHEN old.avatar <> '' AND old.avatar <> new.avatar BEGIN
    INSERT INTO loose_blobs VALUES (old.avatar, unixepoch() * 1000)
        ON CONFLICT (digest) DO UPDATE SET since_ms = excluded.since_ms;
END;

CREATE TABLE "users" (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    full_name TEXT NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
    admin INTEGER NOT NULL,
    home_team INTEGER REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    avatar TEXT NOT NULL,
    password_hash TEXT,
    created_at_ms INTEGER NOT NULL,
    deactivated_at_ms INTEGER,
    version INTEGER NOT NULL
) STRICT;

