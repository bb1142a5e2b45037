// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/last_word.h"

#include <cstddef>
#include <map>
#include <tuple>
#include <type_traits>
#include <utility>

namespace ensemble::sync {

namespace {

// The kind of command and the rows that it is about.
using About = std::tuple<std::size_t, std::int64_t, std::int64_t>;

// What there is of the value that a command set.
class Standing {
public:
    // `now`, when it is not null, becomes a command that asks for what there is.
    Standing(const Replica& replica, const StoredCommand& own, Command* now)
        : replica_(replica), own_(own), now_(now) {
        seen_ = run(&runs::RenameRun::display_name, &records::Run::display_name) ||
                run(&runs::NoteRun::notes, &records::Run::notes) ||
                run(&runs::MoveRun::project, &records::Run::project) ||
                project(&projects::RenameProject::name, &records::Project::name) ||
                project(&projects::DescribeProject::description, &records::Project::description) ||
                project(&projects::SetVisibility::visibility, &records::Project::visibility) ||
                role();
    }

    // Of other commands several stand side by side, or what is there already says enough.
    bool seen() const { return seen_; }
    bool as_asked() const { return as_asked_; }
    UserId by() const { return by_; }
    About about() const { return {own_.command.index(), first_, second_}; }

private:
    template <class Asked, class Row, class Value>
    bool compare(const Asked& asked, const Row& row, Value Asked::*wish, Value Row::*value) {
        as_asked_ = asked.*wish == row.*value;
        if (now_ == nullptr) return true;
        Asked other = asked;
        other.*wish = row.*value;
        *now_ = std::move(other);
        return true;
    }

    // A run that was lent to the replica, and is not followed, may be as it was before.
    template <class Asked, class Value>
    bool run(Value Asked::*wish, Value records::Run::*value) {
        const auto* asked = std::get_if<Asked>(&own_.command);
        const records::Run* run = asked != nullptr ? replica_.view().run(asked->run) : nullptr;
        if (run == nullptr || run->deleted_at) return false;
        const Scope scope{records::ScopeKind::runs, run->project.value};
        if (replica_.version(scope) < own_.version) return false;
        first_ = run->id.value;
        return compare(*asked, *run, wish, value);
    }

    template <class Asked, class Value>
    bool project(Value Asked::*wish, Value records::Project::*value) {
        const auto* asked = std::get_if<Asked>(&own_.command);
        const records::Project* project =
            asked != nullptr ? replica_.view().project(asked->project) : nullptr;
        if (project == nullptr || project->deleted_at) return false;
        first_ = project->id.value;
        if (std::is_same_v<Asked, projects::SetVisibility>) by_ = project->changed.by;
        return compare(*asked, *project, wish, value);
    }

    bool role() {
        const auto* asked = std::get_if<teams::ChangeRole>(&own_.command);
        const records::Member* member =
            asked != nullptr ? replica_.view().member(asked->team, asked->user) : nullptr;
        if (member == nullptr) return false;
        first_ = asked->team.value;
        second_ = asked->user.value;
        by_ = member->changed.by;
        return compare(*asked, *member, &teams::ChangeRole::role, &records::Member::role);
    }

    const Replica& replica_;
    const StoredCommand& own_;
    Command* now_;
    bool seen_ = false;
    bool as_asked_ = false;
    std::int64_t first_ = 0;
    std::int64_t second_ = 0;
    UserId by_;
};

}  // namespace

std::vector<Overtaken> overtaken(const Replica& replica, Instant since) {
    const std::vector<const StoredCommand*> own = replica.own_since(since);
    std::map<About, std::int64_t> last;
    for (const StoredCommand* one : own)
        if (const Standing standing(replica, *one, nullptr); standing.seen())
            last[standing.about()] = one->local;
    std::vector<Overtaken> all;
    for (const StoredCommand* one : own) {
        if (!one->confirmed) continue;
        Overtaken found{one, {}, {}};
        const Standing standing(replica, *one, &found.instead);
        if (!standing.seen() || standing.as_asked()) continue;
        if (last.at(standing.about()) != one->local) continue;
        found.by = standing.by();
        if (found.by == replica.user()) continue;  // on another device
        all.push_back(std::move(found));
    }
    return all;
}

}  // namespace ensemble::sync
