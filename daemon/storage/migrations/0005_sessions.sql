-- SPDX-License-Identifier: Apache-2.0
-- Where somebody is signed in, so that they recognise it: what the browser calls itself, and when it
-- was last heard.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN used_at_ms INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET used_at_ms = created_at_ms;
