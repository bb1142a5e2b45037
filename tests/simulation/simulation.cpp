// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/simulation/plan.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/world.h"

// One process of tests/simulation/run; see docs/simulation.md. --every N takes each N-th seed, so
// that processes share them; --progress tells now and then how far it is.
namespace ensemble::simulation {

namespace {

struct Options {
    std::int64_t seconds = 0;
    std::int64_t schedules = 0;
    std::uint64_t seed = 1;
    std::uint64_t every = 1;
    std::size_t steps = 150;
    bool story = false;
    bool shrink = true;
    bool sqlite = false;
    bool progress = false;
    std::string replay;
    std::string keep;
};

MakeBacking backing_of(const Setting& setting) {
#ifdef SIMULATION_ON_SQLITE
    if (setting.on_sqlite) return in_sqlite;
#endif
    (void)setting;
    return in_memory;
}

void tell(const Schedule& schedule) {
    std::vector<std::string> story;
    World world(schedule.setting, backing_of(schedule.setting), &story);
    world.run(schedule.ops);
    for (const std::string& line : story)
        std::printf("    %s\n", line.c_str());
    if (world.violation())
        std::printf("    ==> %s: %s\n", world.violation()->law.c_str(),
                    world.violation()->what.c_str());
}

Schedule shrunk(const Schedule& schedule, const std::string& law) {
    return shrink(schedule, [&](const Schedule& tried) {
        World world(tried.setting, backing_of(tried.setting));
        world.run(tried.ops);
        return world.violation() && world.violation()->law == law;
    });
}

int report(const Options& options, const Schedule& schedule, const Violation& violation) {
    std::printf("not ok seed %llu: %s: %s\n",
                static_cast<unsigned long long>(schedule.setting.seed), violation.law.c_str(),
                violation.what.c_str());
    const Schedule shortest = options.shrink ? shrunk(schedule, violation.law) : schedule;
    std::printf("  %zu of %zu steps:\n", shortest.ops.size(), schedule.ops.size());
    tell(shortest);
    if (!options.keep.empty())
        std::ofstream(options.keep + "/" + std::to_string(schedule.setting.seed) + ".txt")
            << "# SPDX-License-Identifier: Apache-2.0\n# " << violation.law << "\n"
            << to_text(shortest);
    return 1;
}

int replay(const Options& options) {
    std::ifstream file(options.replay);
    std::stringstream text;
    text << file.rdbuf();
    const auto schedule = parse_schedule(text.str());
    if (!schedule) {
        std::printf("%s is no schedule\n", options.replay.c_str());
        return 2;
    }
    World world(schedule->setting, backing_of(schedule->setting));
    world.run(schedule->ops);
    if (options.story) tell(*schedule);
    if (world.violation()) return report(options, *schedule, *world.violation());
    return 0;
}

int simulate(const Options& options) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    Checks::Counts sum;
    std::uint64_t hash = 0;
    std::int64_t done = 0;
    std::uint64_t seed = options.seed;
    for (;; seed += options.every) {
        if (options.schedules > 0 && done >= options.schedules) break;
        if (options.seconds > 0 && (done & 15) == 0 &&
            seconds() >= static_cast<double>(options.seconds))
            break;
        Schedule schedule = plan(seed, options.steps);
        schedule.setting.on_sqlite = options.sqlite;
        World world(schedule.setting, backing_of(schedule.setting));
        world.run(schedule.ops);
        ++done;
        sum.commands += world.counts().commands;
        sum.accepted += world.counts().accepted;
        sum.refused += world.counts().refused;
        sum.messages += world.counts().messages;
        // A sum, so that it is the same however the seeds are shared out.
        hash += world.transcript() * (2 * seed + 1);
        if (world.violation()) return report(options, schedule, *world.violation());
        if (options.story) tell(schedule);
        if (options.progress && done % 50'000 == 0) {
            std::printf("... %lld schedules, seed %llu, %.0f s\n", static_cast<long long>(done),
                        static_cast<unsigned long long>(seed), seconds());
            std::fflush(stdout);
        }
    }
    std::printf("%lld schedules of %zu steps, %lld commands (%lld accepted, %lld refused), %lld "
                "messages, no violation; next seed %llu; %.0f schedules/s\n",
                static_cast<long long>(done), options.steps, static_cast<long long>(sum.commands),
                static_cast<long long>(sum.accepted), static_cast<long long>(sum.refused),
                static_cast<long long>(sum.messages), static_cast<unsigned long long>(seed),
                static_cast<double>(done) / seconds());
    std::printf("transcript %016llx\n", static_cast<unsigned long long>(hash));
    return 0;
}

bool parse(int count, char** words, Options& options) {
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        const auto next = [&] { return i + 1 < count ? std::string(words[++i]) : std::string(); };
        if (word == "--story")
            options.story = true;
        else if (word == "--store")
            options.sqlite = next() == "sqlite";
        else if (word == "--no-shrink")
            options.shrink = false;
        else if (word == "--progress")
            options.progress = true;
        else if (word == "--every")
            options.every = std::strtoull(next().c_str(), nullptr, 10);
        else if (word == "--seconds")
            options.seconds = std::atoll(next().c_str());
        else if (word == "--schedules")
            options.schedules = std::atoll(next().c_str());
        else if (word == "--seed")
            options.seed = std::strtoull(next().c_str(), nullptr, 10);
        else if (word == "--steps")
            options.steps = static_cast<std::size_t>(std::atoll(next().c_str()));
        else if (word == "--replay")
            options.replay = next();
        else if (word == "--keep")
            options.keep = next();
        else
            return false;
    }
    if (options.seconds == 0 && options.schedules == 0) options.schedules = 1'000;
    return true;
}

}  // namespace

}  // namespace ensemble::simulation

int main(int count, char** words) {
    ensemble::simulation::Options options;
    if (!ensemble::simulation::parse(count, words, options)) {
        std::printf("simulation [--seconds N] [--schedules N] [--seed S] [--every N] [--steps N]\n"
                    "           [--story] [--progress] [--replay FILE] [--keep FOLDER]\n"
                    "           [--store sqlite] [--no-shrink]\n");
        return 2;
    }
    return options.replay.empty() ? ensemble::simulation::simulate(options)
                                  : ensemble::simulation::replay(options);
}
