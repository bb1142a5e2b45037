// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/storage/audit_log.h"
#include "daemon/storage/database.h"
#include "daemon/storage/log_notes.h"
#include "daemon/storage/record_rows.h"
#include "daemon/storage/rows.h"
#include "shared/protocol/rows.h"

namespace ensemble::storage {

namespace {

Error unreadable(std::int64_t version) {
    return fail(ErrorCode::corrupt,
                "Entry " + std::to_string(version) + " of the log cannot be read.");
}

bool is_note(const nlohmann::ordered_json& entry) {
    const auto kind = entry.is_object() ? entry.find("k") : entry.end();
    return kind != entry.end() && kind->is_string() &&
           std::find(note_kinds.begin(), note_kinds.end(), kind->get<std::string>()) !=
               note_kinds.end();
}

// Rows of one entry, without runs.
Result<std::vector<records::Row>> rows_in(const std::string& text, std::int64_t version) {
    const auto list = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!list.is_array()) return unreadable(version);
    std::vector<records::Row> rows;
    for (const auto& entry : list) {
        if (is_note(entry)) continue;
        auto row = protocol::parse_row(
            entry.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
        if (!row) return unreadable(version);
        if (!std::holds_alternative<records::Run>(*row)) rows.push_back(*std::move(row));
    }
    return rows;
}

Result<void> undo(records::State& state, const Statement& statement) {
    std::int64_t version = 0;
    std::string before;
    std::string after;
    statement.read(version, before, after);
    auto was = rows_in(before, version);
    if (!was) return was.error();
    auto is = rows_in(after, version);
    if (!is) return is.error();
    for (const records::Row& row : *is)
        state.erase(records::key(row));
    for (records::Row& row : *was)
        state.put(std::move(row));
    return {};
}

}  // namespace

Result<records::State> AuditLog::state_at(std::int64_t version) {
    auto oldest = one(database_.prepare("SELECT min(version) FROM command_log"),
                      only_column<std::optional<std::int64_t>>);
    if (!oldest) return oldest.error();
    if (*oldest && **oldest && version < ***oldest - 1)
        return fail(ErrorCode::not_found, "The log does not reach back to that version.");
    auto rows = read_rows(database_);
    if (!rows) return rows.error();
    records::State state;
    for (sync::Versioned& row : *rows)
        state.put(std::move(row.row));
    auto newer = database_.prepare("SELECT version, before, after FROM command_log "
                                   "WHERE version > ? ORDER BY version DESC",
                                   version);
    for (;;) {
        auto more = newer.step();
        if (!more) return more.error();
        if (!*more) return state;
        if (auto undone = undo(state, newer); !undone) return undone.error();
    }
}

}  // namespace ensemble::storage
