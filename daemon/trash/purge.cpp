// SPDX-License-Identifier: Apache-2.0
#include "daemon/trash/purge.h"

#include <string>

#include "shared/records/rows.h"

namespace ensemble::trash {

namespace {

constexpr std::int64_t day_ms = 24ll * 60 * 60 * 1000;
// An upload that ended is referred to soon after; content this old waits for nobody.
constexpr std::int64_t loose_ms = day_ms;
constexpr std::int64_t loose_at_once = 64;

sync::Decided event(std::string name, std::string detail, Instant now) {
    sync::Decided decided{.at = now};
    decided.event = std::move(name);
    decided.detail = std::move(detail);
    return decided;
}

}  // namespace

Result<bool> Purge::step(Instant now) {
    if (!begun_) {
        if (auto done = finish_what_a_crash_left(); !done) return done.error();
        begun_ = true;
    }
    if (now.ms >= forget_again_at_.ms) {
        if (auto done = rooms_.ledger.forget_old(now); !done) return done.error();
        forget_again_at_ = {now.ms + day_ms};
    }
    if (auto done = purge_run(now); !done || *done) return done;
    if (auto done = purge_project(now); !done || *done) return done;
    return remove_loose(now);
}

Result<void> Purge::finish_what_a_crash_left() {
    auto left = rooms_.trash.still_recorded();
    if (!left) return left.error();
    for (const RunId run : *left)
        if (auto done = rooms_.recorder.remove(run); !done) return done;
    return {};
}

Result<bool> Purge::purge_run(Instant now) {
    auto due = rooms_.trash.due_run({now.ms - kept_ms_});
    if (!due) return due.error();
    if (!*due) return false;
    auto run = rooms_.runs.find(**due);
    if (!run) return run.error();
    auto row = rooms_.ledger.run(**due);
    if (!row) return row.error();
    if (!*run || !*row) return fail(ErrorCode::internal, "A run of the trash cannot be read.");
    sync::Decided purged = event("run_purged", (*run)->name, now);
    purged.before.push_back(**row);
    purged.changes.erased.push_back(records::key(**row));
    if (rooms_.going) rooms_.going(**run);
    if (auto done = rooms_.authority.record(std::move(purged)); !done) return done.error();
    if (auto done = rooms_.recorder.remove(**due); !done) return done.error();
    return true;
}

Result<bool> Purge::purge_project(Instant now) {
    auto due = rooms_.trash.due_project({now.ms - kept_ms_});
    if (!due) return due.error();
    if (!*due) return false;
    const records::State& state = rooms_.authority.state();
    const records::Project* project = state.project(**due);
    if (project == nullptr)
        return fail(ErrorCode::internal, "A project of the trash cannot be read.");
    sync::Decided purged = event("project_purged", project->name, now);
    purged.changes.erased.push_back(records::key(*project));
    state.each(records::Kind::project_member, project->id.value, [&](const records::Row& row) {
        purged.changes.erased.push_back(records::key(row));
    });
    state.each(records::Kind::star, [&](const records::Row& row) {
        if (std::get<records::Star>(row).project == project->id)
            purged.changes.erased.push_back(records::key(row));
    });
    if (auto done = rooms_.authority.record(std::move(purged)); !done) return done.error();
    return true;
}

Result<bool> Purge::remove_loose(Instant now) {
    const Instant before{now.ms - loose_ms};
    auto loose = rooms_.trash.loose(before, loose_at_once);
    if (!loose) return loose.error();
    for (const std::string& digest : *loose) {
        auto used = rooms_.files.refers_to(digest);
        if (!used) return used.error();
        bool waits = false;
        if (!*used) {
            auto gone = rooms_.blobs.remove_if_older(digest, before);
            if (!gone) return gone.error();
            waits = !*gone && static_cast<bool>(rooms_.blobs.open(digest));
        }
        auto noted = waits ? rooms_.trash.postpone(digest, now) : rooms_.trash.settled(digest);
        if (!noted) return noted.error();
    }
    return !loose->empty();
}

}  // namespace ensemble::trash
