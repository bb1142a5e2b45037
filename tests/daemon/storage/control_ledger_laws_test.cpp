// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/audit_log.h"
#include "tests/daemon/storage/decisions.h"

#include <random>

using namespace ensemble;
using namespace ensemble::tests;
using records::Changes;
using records::Key;
using records::Kind;
using records::Row;
using records::Scope;

namespace {

// What a ledger should hold, computed in the simplest way.
struct Model {
    std::map<Key, sync::Versioned> rows;
    std::map<std::pair<Scope, Key>, std::int64_t> erased;

    explicit Model(const Held& held) : rows(held.rows), erased(held.erased) {}

    void apply(const Changes& changes, std::int64_t version) {
        for (const Key& key : changes.erased) {
            const auto found = rows.find(key);
            if (found == rows.end()) continue;
            erased[{records::scope_of(found->second.row), key}] = version;
            rows.erase(found);
        }
        for (const Row& row : changes.put) {
            rows.insert_or_assign(records::key(row), sync::Versioned{row, version});
            erased.erase({records::scope_of(row), records::key(row)});
        }
    }
};

// Changes by chance among five teams, projects, users and roles. Users, teams and projects come
// and stay, as they do in life; whatever only joins them comes and goes.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : source_(seed) {}

    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(source_() % static_cast<std::uint64_t>(bound));
    }

    Changes first_rows() {
        Changes changes;
        for (std::int64_t id = 10; id < 15; ++id) {
            changes.put.push_back(row(Kind::user, id, id));
            changes.put.push_back(row(Kind::team, id, id));
            changes.put.push_back(row(Kind::project, id, id));
            changes.put.push_back(row(Kind::custom_role, id, id));
        }
        return changes;
    }

    Changes changes() {
        Changes changes;
        for (std::int64_t i = below(4); i >= 0; --i) {
            const auto kind = static_cast<Kind>(1 + below(11));
            const Row made = row(kind, 10 + below(5), 10 + below(5));
            const bool stays = kind == Kind::user || kind == Kind::team || kind == Kind::project ||
                               kind == Kind::custom_role;
            if (stays || below(3) > 0)
                changes.put.push_back(made);
            else
                changes.erased.push_back(records::key(made));
        }
        return changes;
    }

private:
    records::Holding holding() {
        const auto base = static_cast<records::Role>(below(4));
        return {base, RoleId{below(2) == 0 ? 0 : 10 + below(5)}};
    }

    Row row(Kind kind, std::int64_t a, std::int64_t b) {
        const std::string text = std::to_string(below(1000));
        const Instant at{below(1'000'000)};
        const std::string name = "x" + std::to_string(a);
        switch (kind) {
        case Kind::settings:
            return records::Settings{.keys_allowed = below(2) == 0, .lease_hours = below(99)};
        case Kind::user:
            return records::User{.id = {a},
                                 .name = name,
                                 .full_name = text,
                                 .kind = records::UserKind::instance_service,
                                 .home_team = {b}};
        case Kind::account:
            return records::Account{.user = {a}, .email = text, .default_team = {b}};
        case Kind::custom_role:
            return records::CustomRole{.id = {a}, .name = text};
        case Kind::team:
            return records::Team{.id = {a}, .name = name, .hidden = below(2) == 0, .intro = text};
        case Kind::member:
            return records::Member{{a}, {b}, holding(), below(2) == 0, at, {{b}, at}};
        case Kind::invite:
            return records::Invite{.id = {b}, .team = {a}, .email = text, .role = holding()};
        case Kind::invitation:
            return records::Invitation{.user = {a}, .id = {b}, .team = {b}, .role = holding()};
        case Kind::project:
            return records::Project{.id = {a}, .team = {b}, .name = name, .author = {b}};
        case Kind::project_member:
            return records::ProjectMember{{a}, {b}, holding(), {{b}, at}};
        case Kind::star:
        case Kind::run:
            break;
        }
        return records::Star{{a}, {b}};
    }

    std::mt19937_64 source_;
};

// As the authority notes them.
std::vector<Row> rows_before(const records::State& state, const Changes& changes) {
    std::vector<Row> rows;
    const auto add = [&](const Key& key) {
        if (const Row* row = state.find(key)) rows.push_back(*row);
    };
    for (const Row& row : changes.put)
        add(records::key(row));
    for (const Key& key : changes.erased)
        add(key);
    return rows;
}

}  // namespace

TEST_CASE(
    "what is loaded is the fold of all that was committed, and the log leads back through it") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        Decisions world;
        Chance chance(seed);
        Model model(Held(must(world.ledger.load())));
        records::State state;
        for (const auto& [key, row] : model.rows)
            state.put(row.row);
        std::vector<storage::Decided> batch;
        std::map<std::int64_t, records::State> past{{world.version, state}};
        const auto add = [&](Changes changes) {
            batch.push_back(world.accepted(changes.put, changes.erased));
            batch.back().before = rows_before(state, changes);
            model.apply(changes, world.version);
            state.apply(changes);
            if (world.version % 20 == 0) past.emplace(world.version, state);
        };
        add(chance.first_rows());
        for (int i = 0; i < 200; ++i) {
            add(chance.changes());
            if (chance.below(3) == 0) must(world.ledger.commit(std::exchange(batch, {})));
        }
        must(world.ledger.commit(batch));
        const auto loaded = must(world.ledger.load());
        CHECK(loaded.version == world.version);
        const Held held(loaded);
        CHECK(held.rows == model.rows);
        CHECK(held.erased == model.erased);
        for (const auto& [key, row] : held.rows) {
            REQUIRE(state.find(key) != nullptr);
            CHECK(*state.find(key) == row.row);
        }
        CHECK(state.size() == held.rows.size());
        storage::AuditLog log(*world.database);
        for (const auto& [version, was] : past)
            CHECK(must(log.state_at(version)).own() == was.own());
        CHECK_FALSE(must(log.verify()).commands.broken.has_value());
        CHECK(must(world.database->check()).empty());
    }
}
