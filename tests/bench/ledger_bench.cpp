// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "daemon/storage/audit_log.h"
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/sync/authority.h"

// What a command costs from its decision until it is on the disk, with its audit and its outcome.
// bench_ledger <folder> [commands]
namespace ensemble::bench {

namespace {

using Clock = std::chrono::steady_clock;

double cpu_s() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Wall and CPU time of many steps of the same kind.
class Stretch {
public:
    template <class Step>
    bool step(Step step) {
        const auto begun = Clock::now();
        const bool done = step();
        waits_ms_.push_back(
            std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
        return done;
    }

    void print(const char* name, std::int64_t commands) {
        const double seconds = std::chrono::duration<double>(Clock::now() - wall_).count();
        const double cpu_us = (cpu_s() - cpu_) * 1e6;
        std::sort(waits_ms_.begin(), waits_ms_.end());
        const auto count = static_cast<double>(commands);
        std::printf("{\"name\":\"%s\",\"commands\":%lld,\"commands_per_s\":%.0f,"
                    "\"cpu_us_per_command\":%.1f,\"commit_p50_ms\":%.3f,\"commit_p99_ms\":%.3f}\n",
                    name, static_cast<long long>(commands), count / seconds, cpu_us / count,
                    waits_ms_[waits_ms_.size() / 2], waits_ms_[waits_ms_.size() * 99 / 100]);
    }

private:
    std::vector<double> waits_ms_;
    Clock::time_point wall_ = Clock::now();
    double cpu_ = cpu_s();
};

struct World {
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<storage::ControlLedger> ledger;
    std::unique_ptr<sync::Authority> authority;
    std::int64_t seq = 0;
};

constexpr UserId alice{1};
constexpr std::int64_t people = 100;

bool prepare(World& world, const std::string& folder) {
    auto database = storage::Database::open(folder + "/ensemble.db");
    if (!database) return false;
    world.database = std::move(*database);
    storage::UserStore users(*world.database);
    for (std::int64_t i = 0; i < people; ++i) {
        teams::User user;
        user.name = "user" + std::to_string(i);
        user.admin = i == 0;
        if (!users.add(user)) return false;
    }
    world.ledger = std::make_unique<storage::ControlLedger>(*world.database);
    auto authority = sync::Authority::open(*world.ledger);
    if (!authority) return false;
    world.authority = std::move(*authority);
    storage::Decided shared;
    shared.event = "team_made";
    shared.changes.put.push_back(records::Team{.id = {1000}, .name = "lab"});
    for (std::int64_t i = 1; i <= people; ++i)
        shared.changes.put.push_back(
            records::Member{{1000}, {i}, {i == 1 ? records::Role::admin : records::Role::member}});
    return static_cast<bool>(world.authority->record(std::move(shared)));
}

// Roles go up and down by turns, so that every command changes a row.
sync::Numbered next_command(World& world) {
    const std::int64_t number = ++world.seq;
    const UserId member{2 + number % (people - 1)};
    const bool up = number / (people - 1) % 2 == 0;
    const records::Role role = up ? records::Role::view_only : records::Role::member;
    return {.seq = number,
            .id = "command-" + std::to_string(number),
            .command = teams::ChangeRole{{1000}, member, {role, {}}},
            .claimed_at = {number}};
}

bool push(World& world, std::int64_t count) {
    const sync::Authority::Origin origin{
        .asker = {.user = alice}, .client = "bench", .device = "bench"};
    std::vector<sync::Numbered> numbered;
    for (std::int64_t i = 0; i < count; ++i)
        numbered.push_back(next_command(world));
    const auto outcomes = world.authority->push(origin, numbered, {world.seq});
    if (!outcomes) std::fprintf(stderr, "%s\n", outcomes.error().detail.c_str());
    return outcomes && std::all_of(outcomes->begin(), outcomes->end(),
                                   [](const sync::Outcome& outcome) { return !outcome.refused; });
}

bool measure(World& world, const char* name, std::int64_t commands, std::int64_t batch) {
    Stretch stretch;
    for (std::int64_t done = 0; done < commands; done += batch)
        if (!stretch.step([&] { return push(world, batch); })) return false;
    stretch.print(name, commands);
    return true;
}

// What the disk and SQLite take for the least that a commit can be: one row of one table.
bool measure_floor(World& world, std::int64_t commits) {
    Stretch stretch;
    for (std::int64_t i = 0; i < commits; ++i) {
        const bool done = stretch.step([&] {
            return static_cast<bool>(
                world.database->prepare("UPDATE history SET horizon = ?", i).run());
        });
        if (!done) return false;
    }
    stretch.print("floor", commits);
    return static_cast<bool>(world.database->execute("UPDATE history SET horizon = 0"));
}

bool measure_reading(World& world) {
    const auto start = Clock::now();
    const auto loaded = world.ledger->load();
    const auto middle = Clock::now();
    const auto verified = storage::AuditLog(*world.database).verify();
    const auto end = Clock::now();
    if (!loaded || !verified || verified->commands.broken) return false;
    std::printf("{\"name\":\"load\",\"rows\":%zu,\"wall_ms\":%.2f}\n", loaded->rows.size(),
                std::chrono::duration<double, std::milli>(middle - start).count());
    std::printf("{\"name\":\"verify\",\"entries\":%lld,\"wall_ms\":%.2f}\n",
                static_cast<long long>(verified->commands.entries),
                std::chrono::duration<double, std::milli>(end - middle).count());
    return true;
}

}  // namespace

int run(const std::string& folder, std::int64_t commands) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    World world;
    if (!prepare(world, folder)) return 1;
    const bool done = measure_floor(world, commands) && measure(world, "single", commands, 1) &&
                      measure(world, "tens", commands, 10) &&
                      measure(world, "hundreds", commands, 100) && measure_reading(world);
    return done ? 0 : 1;
}

}  // namespace ensemble::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "bench_ledger <empty folder> [commands]\n");
        return 2;
    }
    return ensemble::bench::run(argv[1], argc > 2 ? std::atoll(argv[2]) : 10'000);
}
