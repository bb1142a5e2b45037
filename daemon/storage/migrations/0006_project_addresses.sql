-- SPDX-License-Identifier: Apache-2.0
-- Names that projects had: scripts go on sending there, and links go on leading there.
CREATE TABLE project_addresses (
    team INTEGER NOT NULL REFERENCES teams (id),
    name TEXT NOT NULL,
    project INTEGER NOT NULL REFERENCES projects (id),
    PRIMARY KEY (team, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER project_renamed AFTER UPDATE OF name ON projects WHEN old.name <> new.name BEGIN
    INSERT INTO project_addresses VALUES (old.team, old.name, old.id)
        ON CONFLICT (team, name) DO UPDATE SET project = excluded.project;
END;

-- Another project takes the name: what is running is still found by it.
CREATE TRIGGER project_name_taken AFTER UPDATE OF name ON projects WHEN old.name <> new.name BEGIN
    INSERT INTO run_addresses SELECT new.id, r.name, r.id FROM project_addresses a
        JOIN runs r ON r.project = a.project
        WHERE a.team = new.team AND a.name = new.name AND a.project <> new.id
            AND r.state IN (2, 7) AND r.deleted_at_ms IS NULL
        ON CONFLICT (project, name) DO NOTHING;
END;

CREATE TRIGGER project_name_given AFTER INSERT ON projects BEGIN
    INSERT INTO run_addresses SELECT new.id, r.name, r.id FROM project_addresses a
        JOIN runs r ON r.project = a.project
        WHERE a.team = new.team AND a.name = new.name AND a.project <> new.id
            AND r.state IN (2, 7) AND r.deleted_at_ms IS NULL
        ON CONFLICT (project, name) DO NOTHING;
END;
