// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/audit_log.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

#include <array>
#include <string_view>

namespace ensemble::storage {

namespace {

// Each gives one sentence for every row that breaks a promise which the schema cannot express.
constexpr std::array<std::string_view, 14> promises{
    "SELECT printf('User %d has no team of the same name.', u.id) FROM users u LEFT JOIN teams t "
    "ON t.owner = u.id WHERE u.kind = 1 AND (t.id IS NULL OR t.name <> u.name) ORDER BY u.id",

    "SELECT printf('User %d has no account.', u.id) FROM users u LEFT JOIN accounts a "
    "ON a.user = u.id WHERE u.kind = 1 AND a.user IS NULL ORDER BY u.id",

    "SELECT printf('The actions of custom role %d are not a list.', id) FROM custom_roles "
    "WHERE NOT json_valid(extra) ORDER BY id",

    "SELECT printf('The links or the showcase of team %d are not a list.', id) FROM teams "
    "WHERE NOT json_valid(links) OR NOT json_valid(showcase) ORDER BY id",

    "SELECT 'The history is missing.' WHERE NOT EXISTS (SELECT 1 FROM history)",

    "SELECT printf('The tags of run %d are not a list.', id) FROM runs "
    "WHERE NOT json_valid(tags) ORDER BY id",

    "SELECT printf('File %d of run %d has no digest of content.', id, run) FROM run_files "
    "WHERE length(digest) <> 64 ORDER BY id",

    "SELECT printf('Run %d has recorded lines, but is not known.', c.run) FROM checkpoints c "
    "LEFT JOIN runs r ON r.id = c.run WHERE r.id IS NULL ORDER BY c.run",

    "SELECT DISTINCT printf('Run %d has row groups, but no checkpoint.', g.run) FROM row_groups g "
    "LEFT JOIN checkpoints c ON c.run = g.run WHERE c.run IS NULL ORDER BY g.run",

    "SELECT printf('Row group %d begins inside the one before it.', id) FROM (SELECT id, offset, "
    "lag(offset + bytes) OVER (PARTITION BY segment ORDER BY offset) AS free_from FROM row_groups) "
    "WHERE offset < free_from ORDER BY id",

    "SELECT printf('Version %d is committed, but has no number.', id) FROM artifacts "
    "WHERE state = 2 AND version IS NULL ORDER BY id",

    "SELECT printf('Version %d has a number, but is not committed.', id) FROM artifacts "
    "WHERE state = 1 AND version IS NOT NULL ORDER BY id",

    "SELECT printf('Alias %d is in another collection than its version.', l.id) "
    "FROM artifact_aliases l JOIN artifacts a ON a.id = l.artifact "
    "WHERE l.collection <> a.collection ORDER BY l.id",

    "SELECT printf('Alias %d names a version that is not committed.', l.id) "
    "FROM artifact_aliases l JOIN artifacts a ON a.id = l.artifact WHERE a.state <> 2 ORDER BY "
    "l.id",
};

Result<void> add_findings(Database& database, std::string_view sql,
                          std::vector<std::string>& findings) {
    auto found = all(database.prepare(sql), only_column<std::string>);
    if (!found) return found.error();
    findings.insert(findings.end(), found->begin(), found->end());
    return {};
}

Result<void> check_references(Database& database, std::vector<std::string>& findings) {
    auto found = all(database.prepare("SELECT \"table\", rowid, parent FROM "
                                      "pragma_foreign_key_check"),
                     [](const Statement& row) {
                         std::string table;
                         std::int64_t id = 0;
                         std::string parent;
                         row.read(table, id, parent);
                         return "Row " + std::to_string(id) + " of " + table +
                                " refers to something missing in " + parent + ".";
                     });
    if (!found) return found.error();
    findings.insert(findings.end(), found->begin(), found->end());
    return {};
}

Result<void> check_logs(Database& database, std::vector<std::string>& findings) {
    auto verified = AuditLog(database).verify();
    if (!verified) return verified.error();
    const auto add = [&](const AuditLog::Chain& chain, const std::string& what) {
        if (chain.broken)
            findings.push_back(what + " " + std::to_string(*chain.broken) +
                               " of the audit is not what was written, or what followed it is "
                               "missing.");
    };
    add(verified->commands, "Entry");
    add(verified->refusals, "Refusal");
    return {};
}

}  // namespace

Result<std::vector<std::string>> Database::check() {
    std::vector<std::string> findings;
    // A damaged file may stop any of these; what was found until then is the answer.
    const auto stopped = [&findings](const Error& error) {
        findings.push_back("The database cannot be read through: " + error.detail);
        return findings;
    };
    auto pages = add_findings(*this,
                              "SELECT integrity_check FROM pragma_integrity_check(100) "
                              "WHERE integrity_check <> 'ok'",
                              findings);
    if (!pages) return stopped(pages.error());
    if (auto done = check_references(*this, findings); !done) return stopped(done.error());
    for (const auto sql : promises) {
        if (auto done = add_findings(*this, sql, findings); !done) return stopped(done.error());
    }
    if (auto done = check_logs(*this, findings); !done) return stopped(done.error());
    return findings;
}

}  // namespace ensemble::storage
