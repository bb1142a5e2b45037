// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "daemon/auth/accounts.h"
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/data_directory.h"
#include "daemon/storage/database.h"
#include "daemon/sync/authority.h"
#include "daemon/sync/people.h"

// Fills an empty data folder with people who are all in one team with projects, and signs each of
// them in: bench_world <folder> <people> <projects>. Prints the team, the first project, and then
// user and cookie of each; the first is an admin of team and instance.
namespace ensemble::bench {

namespace {

constexpr Instant now{1'764'576'000'000};
Instant wall_clock() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

constexpr TeamId lab{1'000'000};
constexpr std::int64_t first_project = 1'000'000;

Result<void> add_lab(sync::Authority& authority, const std::vector<UserId>& people,
                     std::int64_t projects) {
    storage::Decided made{.at = now, .event = "lab_made"};
    made.changes.put.push_back(records::Team{.id = lab, .name = "lab", .created_at = now});
    for (std::size_t i = 0; i < people.size(); ++i) {
        const auto role = i == 0 ? records::Role::admin : records::Role::member;
        made.changes.put.push_back(
            records::Member{.team = lab, .user = people[i], .role = {role, {}}, .joined_at = now});
    }
    for (std::int64_t i = 0; i < projects; ++i)
        made.changes.put.push_back(records::Project{.id = {first_project + i},
                                                    .team = lab,
                                                    .name = "project-" + std::to_string(i),
                                                    .description = "What we learn from words",
                                                    .author = people[0],
                                                    .created_at = now});
    return authority.record(std::move(made));
}

Result<void> fill(const std::string& folder, std::int64_t count, std::int64_t projects) {
    auto directory = storage::DataDirectory::open(folder);
    if (!directory) return directory.error();
    auto database = storage::Database::open(folder + "/ensemble.db");
    if (!database) return database.error();
    storage::UserStore users(**database);
    storage::KeyStore keys(**database);
    auto accounts = auth::Accounts::open(users, keys);
    if (!accounts) return accounts.error();
    storage::ControlLedger ledger(**database);
    auto authority = sync::Authority::open(ledger);
    if (!authority) return authority.error();
    std::vector<UserId> people;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::string name = "person-" + std::to_string(i);
        auto added = sync::add_user(**authority,
                                    {.name = name,
                                     .full_name = "Person " + std::to_string(i),
                                     .email = name + "@example.org",
                                     .admin = i == 0},
                                    {}, now);
        if (!added) return added.error();
        people.push_back(*added);
    }
    if (auto made = add_lab(**authority, people, projects); !made) return made.error();
    std::printf("%lld %lld\n", static_cast<long long>(lab.value),
                static_cast<long long>(first_project));
    for (const UserId user : people) {
        auto cookie = (*accounts)->make_session(user, wall_clock());
        if (!cookie) return cookie.error();
        std::printf("%lld %s\n", static_cast<long long>(user.value), cookie->c_str());
    }
    return {};
}

}  // namespace

}  // namespace ensemble::bench

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "bench_world <empty folder> <people> <projects>\n");
        return 2;
    }
    const auto filled = ensemble::bench::fill(argv[1], std::atoll(argv[2]), std::atoll(argv[3]));
    if (!filled) std::fprintf(stderr, "%s\n", filled.error().detail.c_str());
    return filled ? 0 : 1;
}
