-- SPDX-License-Identifier: Apache-2.0
-- A name that a deleted run had is looked for with every new run.
CREATE INDEX runs_by_spent_name ON runs (project, name) WHERE deleted_at_ms IS NOT NULL;

-- Where runs were before they were moved: their scripts go on sending there.
CREATE TABLE run_addresses (
    project INTEGER NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (project, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER run_moved AFTER UPDATE OF project ON runs WHEN old.project <> new.project BEGIN
    INSERT INTO run_addresses VALUES (old.project, old.name, old.id)
        ON CONFLICT (project, name) DO UPDATE SET run = excluded.run;
END;
