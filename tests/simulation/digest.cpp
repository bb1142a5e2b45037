// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/digest.h"

namespace ensemble::simulation {

using namespace records;

namespace {

std::int64_t number(Role role) {
    return static_cast<std::int64_t>(role);
}

// The fields that schedules change.
struct Fields {
    Digest& digest;

    void at(const std::optional<Instant>& instant) { digest.add(instant ? instant->ms : -1); }
    void held(const Holding& holding) {
        digest.add(number(holding.base));
        digest.add(holding.custom.value);
    }
    void operator()(const Settings& row) {
        digest.add(row.users_create_teams | row.keys_allowed << 1 | row.invites_forbidden << 2 |
                   row.private_only << 3 | row.teams_hidden << 4);
        digest.add(row.lease_hours);
    }
    void operator()(const User& row) {
        digest.add(row.name);
        digest.add(row.full_name);
        digest.add(std::int64_t{row.admin});
        at(row.deactivated_at);
    }
    void operator()(const Account& row) {
        digest.add(row.email);
        digest.add(row.theme);
        digest.add(row.default_team.value);
    }
    void operator()(const CustomRole& row) {
        digest.add(row.name);
        digest.add(number(row.base));
        for (std::size_t i = 0; i < permissions::action_count; ++i)
            if (row.extra.has(static_cast<permissions::Action>(i)))
                digest.add(static_cast<std::int64_t>(i));
    }
    void operator()(const Team& row) {
        digest.add(row.name);
        digest.add(row.intro);
        digest.add(row.hidden | row.private_only << 1 | row.members_invite << 2);
        at(row.deleted_at);
        for (const ProjectId id : row.showcase)
            digest.add(id.value);
    }
    void operator()(const Member& row) {
        held(row.role);
        digest.add(std::int64_t{row.registry_admin});
        digest.add(row.changed.by.value);
    }
    void operator()(const Invite& row) {
        held(row.role);
        digest.add(row.email);
        digest.add(row.user.value);
        at(row.expires_at);
    }
    void operator()(const Invitation& row) {
        held(row.role);
        digest.add(row.team_name);
        at(row.expires_at);
    }
    void operator()(const Project& row) {
        digest.add(row.name);
        digest.add(row.description);
        digest.add(static_cast<std::int64_t>(row.visibility));
        at(row.deleted_at);
    }
    void operator()(const ProjectMember& row) { held(row.role); }
    void operator()(const Star&) {}
    void operator()(const Run& row) {
        digest.add(row.project.value);
        digest.add(row.display_name);
        digest.add(row.notes);
        for (const std::string& tag : row.tags)
            digest.add(tag);
        digest.add(row.ended | row.stop_requested << 1);
        at(row.deleted_at);
    }
};

void add_key(Digest& digest, const Key& key) {
    digest.add(static_cast<std::int64_t>(key.kind));
    digest.add(key.first);
    digest.add(key.second);
}

void add_scope(Digest& digest, Scope scope) {
    digest.add(static_cast<std::int64_t>(scope.kind));
    digest.add(scope.id);
}

struct Said {
    Digest& digest;

    void operator()(const sync::Hello& hello) {
        digest.add(hello.client);
        digest.add(hello.device);
        digest.add(hello.epoch);
        for (const sync::Position& position : hello.positions) {
            add_scope(digest, position.scope);
            digest.add(position.version);
        }
    }
    void operator()(const sync::Push& push) {
        for (const sync::Numbered& numbered : push.commands) {
            digest.add(numbered.seq);
            digest.add(numbered.id);
            digest.add(sync::name(numbered.command));
            digest.add(numbered.claimed_at.ms);
        }
    }
    void operator()(const sync::Seen& seen) { digest.add(seen.seq); }
    void operator()(const sync::Subscribe& subscribe) {
        add_scope(digest, subscribe.scope);
        digest.add(subscribe.since);
    }
    void operator()(const sync::Unsubscribe& unsubscribe) { add_scope(digest, unsubscribe.scope); }
    void operator()(const sync::HelloOk& hello) {
        digest.add(hello.user.value);
        digest.add(hello.epoch);
        digest.add(hello.now.ms);
        digest.add(hello.last_seq);
        digest.add(hello.lease_hours);
    }
    void operator()(const sync::Bye& bye) {
        digest.add(bye.code);
        digest.add(bye.retry_after_ms);
    }
    void operator()(const sync::Patch& patch) {
        for (const sync::Drop& drop : patch.drops)
            add_scope(digest, drop.scope);
        for (const sync::ScopePatch& scope : patch.scopes) {
            add_scope(digest, scope.scope);
            digest.add(scope.from);
            digest.add(scope.to);
            digest.add(std::int64_t{scope.whole});
            digest.add(static_cast<std::int64_t>(scope.sum));
            for (const sync::Versioned& row : scope.put) {
                digest.add(row.version);
                digest.add(row.row);
            }
            for (const Key& key : scope.erased)
                add_key(digest, key);
        }
        for (const sync::Outcome& outcome : patch.outcomes)
            digest.add(outcome);
        digest.add(patch.last_seq);
        digest.add(patch.now.ms);
    }
};

}  // namespace

void Digest::add(const Row& row) {
    add_key(*this, records::key(row));
    std::visit(Fields{*this}, row);
}

void Digest::add(const sync::Outcome& outcome) {
    add(outcome.seq);
    add(outcome.id);
    add(outcome.version);
    if (!outcome.refused) return;
    add(static_cast<std::int64_t>(outcome.refused->code));
    add(static_cast<std::int64_t>(outcome.refused->rule));
    add(outcome.refused->field);
    add(outcome.refused->value);
}

void Digest::add(const sync::FromPage& message) {
    add(static_cast<std::int64_t>(message.index()));
    std::visit(Said{*this}, message);
}

void Digest::add(const sync::FromDaemon& message) {
    add(static_cast<std::int64_t>(message.index()) + 16);
    std::visit(Said{*this}, message);
}

}  // namespace ensemble::simulation
