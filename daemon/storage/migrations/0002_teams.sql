-- SPDX-License-Identifier: Apache-2.0
-- What a group's life consists of, one table for every kind of row. version: of the whole history
-- when the row was last changed. Ids of users, teams and projects are small when the daemon gives
-- them and random from 2^32 up when a page does. References are deferred: the rows of one command
-- come in any order.

-- epoch: random, made once per history and anew when a backup is restored; '' until it is made.
-- version: of the newest change. horizon: tombstones up to this version were thrown away.
-- log_hash, refusal_hash: of the newest entries of the two logs.
CREATE TABLE history (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    version INTEGER NOT NULL,
    horizon INTEGER NOT NULL,
    log_hash BLOB NOT NULL,
    refusal_hash BLOB NOT NULL
) STRICT;
INSERT INTO history VALUES (1, '', 1, 0, x'', x'');

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

-- kind: 1 person, 2 service account of a team, 3 service account of the instance. home_team: of a
-- service account.
CREATE TABLE new_users (
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

-- What only the user knows.
CREATE TABLE accounts (
    user INTEGER PRIMARY KEY REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    theme TEXT NOT NULL,
    default_team INTEGER REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL
) STRICT;

-- role, here and below: 0 none, 1 view-only, 2 member, 3 admin. extra: JSON list of actions.
CREATE TABLE custom_roles (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
    extra TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- owner: of the personal team that has a user's name. links: JSON list of {"title", "url"}.
-- showcase: JSON list of projects.
CREATE TABLE new_teams (
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
CREATE INDEX members_by_user ON members (user, team);
CREATE INDEX members_by_custom_role ON members (custom_role) WHERE custom_role IS NOT NULL;

-- What those see who may invite.
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

-- What the invited user sees of the same.
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

-- visibility: 1 open, 2 public, 3 team, 4 restricted; changed_by, changed_at_ms: of it.
CREATE TABLE new_projects (
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
) STRICT;

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

CREATE TABLE stars (
    user INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    project INTEGER NOT NULL REFERENCES projects (id) DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL,
    PRIMARY KEY (user, project)
) STRICT, WITHOUT ROWID;

-- sent_by: the service account that sent the run when it is credited to a person. version: 0 while
-- nothing but scripts changed the run.
CREATE TABLE new_runs (
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
) STRICT;

-- team, project: the only ones that the key works for. made_by: when not by the user.
CREATE TABLE new_api_keys (
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

INSERT INTO new_users SELECT id, name, full_name, 1, admin, NULL, '', password_hash,
    created_at_ms, deactivated_at_ms, 1 FROM users;
INSERT INTO accounts SELECT u.id, u.email, u.language, u.theme, t.id, 1 FROM users u
    LEFT JOIN teams t ON t.owner = u.id;
INSERT INTO new_teams SELECT id, name, owner, created_at_ms, NULL, 0, 0, 0, '', '', '[]', '[]', 1
    FROM teams;
INSERT INTO members SELECT id, owner, 3, NULL, 0, created_at_ms, owner, created_at_ms, 1
    FROM teams WHERE owner IS NOT NULL;
INSERT INTO new_projects SELECT id, team, name, description, author, 3, created_at_ms,
    updated_at_ms, NULL, author, created_at_ms, 1 FROM projects;

-- Numbers that were given away are not given again.
INSERT INTO sqlite_sequence SELECT 'new_runs', seq FROM sqlite_sequence WHERE name = 'runs';
INSERT INTO sqlite_sequence SELECT 'new_api_keys', seq FROM sqlite_sequence
    WHERE name = 'api_keys';
INSERT INTO new_runs SELECT id, project, author, NULL, name, display_name, state, run_group,
    job_type, tags, host, program, repository, code_commit, sweep, exit_code, stop_requested,
    created_at_ms, updated_at_ms, ended_at_ms, deleted_at_ms, forked_from, forked_at_step, 0,
    description, notes, config FROM runs;
INSERT INTO new_api_keys SELECT id, user, name, prefix, hash, NULL, NULL, 0, NULL, created_at_ms,
    NULL, last_used_at_ms, revoked_at_ms FROM api_keys;

DROP TABLE api_keys;
DROP TABLE runs;
DROP TABLE projects;
DROP TABLE teams;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
ALTER TABLE new_teams RENAME TO teams;
ALTER TABLE new_projects RENAME TO projects;
ALTER TABLE new_runs RENAME TO runs;
ALTER TABLE new_api_keys RENAME TO api_keys;

CREATE UNIQUE INDEX projects_by_name ON projects (team, name) WHERE deleted_at_ms IS NULL;
CREATE INDEX projects_by_change ON projects (team, updated_at_ms, id)
    WHERE deleted_at_ms IS NULL;
CREATE UNIQUE INDEX runs_by_name ON runs (project, name) WHERE deleted_at_ms IS NULL;
CREATE INDEX runs_by_project ON runs (project, id) WHERE deleted_at_ms IS NULL;
CREATE INDEX runs_running ON runs (id) WHERE state IN (2, 7) AND deleted_at_ms IS NULL;
CREATE INDEX runs_by_parent ON runs (forked_from) WHERE forked_from IS NOT NULL;
CREATE INDEX runs_by_version ON runs (project, version) WHERE version > 0;
CREATE INDEX api_keys_by_user ON api_keys (user, id);

-- What was in a scope and is not any more; the five numbers are those of records::Scope and
-- records::Key.
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

-- Pages: who began each, and how far it is.
CREATE TABLE clients (
    client TEXT PRIMARY KEY,
    user INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    heard_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Until the page has seen them. refused: JSON, NULL when accepted.
CREATE TABLE outcomes (
    client TEXT NOT NULL,
    seq INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    refused TEXT,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (client, seq)
) STRICT, WITHOUT ROWID;

-- What was done stays on record whatever becomes of those who did it: no foreign keys in the logs.
-- name: of the command, or of what the daemon did by itself, which `detail` then says to people.
-- text: of the command. before, after: JSON lists of rows. hash: of prev_hash and all before it.
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
CREATE UNIQUE INDEX command_log_by_id ON command_log (command_id) WHERE command_id <> '';
CREATE INDEX command_log_by_actor ON command_log (actor, version);
CREATE INDEX command_log_by_person ON command_log (on_behalf_of, version)
    WHERE on_behalf_of IS NOT NULL;
CREATE INDEX command_log_by_time ON command_log (at_ms, version);

-- The teams that an entry is about.
CREATE TABLE command_log_teams (
    team INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (team, version)
) STRICT, WITHOUT ROWID;

-- The newest refusals. version: of the history when it was refused. refused: JSON.
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
CREATE INDEX refusal_log_by_id ON refusal_log (command_id) WHERE command_id <> '';
CREATE INDEX refusal_log_by_team ON refusal_log (team, number);
CREATE INDEX refusal_log_by_actor ON refusal_log (actor, number);
CREATE INDEX refusal_log_by_person ON refusal_log (on_behalf_of, number)
    WHERE on_behalf_of IS NOT NULL;

UPDATE meta SET value = 2 WHERE name = 'oldest_code';
