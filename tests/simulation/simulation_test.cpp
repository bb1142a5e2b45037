// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/simulation/plan.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/world.h"

using namespace ensemble::simulation;

namespace {

struct End {
    std::uint64_t transcript = 0;
    std::string violation;
    std::int64_t accepted = 0;
};

End end_of(const Schedule& schedule) {
    World world(schedule.setting);
    world.run(schedule.ops);
    End end{world.transcript(), "", world.counts().accepted};
    if (world.violation()) end.violation = world.violation()->law + ": " + world.violation()->what;
    return end;
}

}  // namespace

TEST_CASE("a seed tells the same story twice") {
    std::set<std::uint64_t> transcripts;
    std::int64_t accepted = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const End first = end_of(plan(seed, 150));
        const End second = end_of(plan(seed, 150));
        CHECK(first.transcript == second.transcript);
        CHECK(first.accepted == second.accepted);
        transcripts.insert(first.transcript);
        accepted += first.accepted;
    }
    CHECK(transcripts.size() == 40);
    CHECK(accepted > 40);
}

TEST_CASE("no law is broken in a few hundred schedules") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const End end = end_of(plan(seed, 150));
        CHECK_MESSAGE(end.violation.empty(), "seed " << seed << ": " << end.violation);
    }
}

TEST_CASE("long schedules break no law either") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const End end = end_of(plan(seed, 1'500));
        CHECK_MESSAGE(end.violation.empty(), "seed " << seed << ": " << end.violation);
    }
}

TEST_CASE("what once broke a law breaks none any more") {
    std::size_t replayed = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SIMULATION_CORPUS)) {
        if (entry.path().extension() != ".txt") continue;
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        const auto schedule = parse_schedule(text.str());
        REQUIRE_MESSAGE(schedule.has_value(), entry.path().string());
        const End end = end_of(*schedule);
        CHECK_MESSAGE(end.violation.empty(), entry.path().string() << ": " << end.violation);
        ++replayed;
    }
    CHECK(replayed > 0);
}

TEST_CASE("a schedule is the same after it was written and read") {
    const Schedule schedule = plan(7, 150);
    const auto read = parse_schedule(to_text(schedule));
    REQUIRE(read.has_value());
    CHECK(to_text(*read) == to_text(schedule));
    CHECK(end_of(*read).transcript == end_of(schedule).transcript);
    CHECK_FALSE(parse_schedule("").has_value());
    CHECK_FALSE(parse_schedule("world 1 2\n").has_value());
    CHECK_FALSE(parse_schedule(to_text(schedule) + "dance 1 2 3\n").has_value());
}

TEST_CASE("shrinking leaves only the steps that are needed") {
    const Schedule schedule = plan(11, 150);
    const auto counts = [](const Schedule& tried) {
        int crashes = 0;
        for (const Op& op : tried.ops)
            if (op.step == Step::deliver_up) ++crashes;
        return crashes;
    };
    REQUIRE(counts(schedule) > 3);
    const Schedule shortest =
        shrink(schedule, [&](const Schedule& tried) { return counts(tried) >= 3; });
    CHECK(shortest.ops.size() == 3);
    CHECK(counts(shortest) == 3);
}
