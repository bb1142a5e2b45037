// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/simulation/plan.h"
#include "tests/simulation/planted.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/world.h"

// Whether the laws notice every planted fault: simulation_mutants [--list] [--mutant NAME]
// [--schedules N] [--hits] [--seed S] [--story] [--corpus FOLDER] [--keep FOLDER]. With --hits all
// schedules are tried and counted, and there is a row of a table for each fault. With a corpus the
// schedule that is called like the fault is tried before any other; --keep writes one there, as
// short as can be.
namespace ensemble::simulation {

namespace {

constexpr std::size_t steps = 150;

struct Options {
    std::uint64_t schedules = 20'000;
    std::uint64_t seed = 1;
    bool list = false;
    bool hits = false;
    bool story = false;
    std::string only;
    std::string corpus;
    std::string keep;
};

struct Notice {
    std::uint64_t after = 0;  // so many schedules; 0: never
    std::uint64_t seed = 0;   // of the first
    std::uint64_t hits = 0;
    std::string law;
};

std::string law_of(const Schedule& schedule) {
    forget_first_seen();
    World world(schedule.setting);
    world.run(schedule.ops);
    return world.violation() ? world.violation()->law : std::string();
}

Notice look_for(const Options& options) {
    Notice notice;
    for (std::uint64_t i = 0; i < options.schedules; ++i) {
        const std::string law = law_of(plan(options.seed + i, steps));
        if (law.empty()) continue;
        ++notice.hits;
        if (notice.after != 0) continue;
        notice = {i + 1, options.seed + i, notice.hits, law};
        if (!options.hits) break;
    }
    return notice;
}

// The law by which the schedule of the corpus notices it; "" when there is none that does.
std::string known(const Options& options, const PlantedFault& fault) {
    if (options.corpus.empty()) return "";
    std::stringstream text;
    text << std::ifstream(options.corpus + "/" + fault.name + ".txt").rdbuf();
    const auto schedule = parse_schedule(text.str());
    return schedule ? law_of(*schedule) : std::string();
}

Schedule shortest_of(const Notice& notice) {
    return shrink(plan(notice.seed, steps),
                  [&](const Schedule& tried) { return law_of(tried) == notice.law; });
}

void keep(const Options& options, const PlantedFault& fault, const Notice& notice) {
    std::ofstream(options.keep + "/" + fault.name + ".txt")
        << "# SPDX-License-Identifier: Apache-2.0\n# " << fault.what << ": " << notice.law << "\n"
        << to_text(shortest_of(notice));
}

void tell(const Notice& notice) {
    const Schedule shortest = shortest_of(notice);
    std::vector<std::string> story;
    forget_first_seen();
    World world(shortest.setting, in_memory, &story);
    world.run(shortest.ops);
    for (const std::string& line : story)
        std::printf("    %s\n", line.c_str());
}

void print(const Options& options, const PlantedFault& fault, const Notice& notice) {
    if (options.hits)
        std::printf("| %s | %llu | %llu | %s |\n", fault.what,
                    static_cast<unsigned long long>(notice.after),
                    static_cast<unsigned long long>(notice.hits), notice.law.c_str());
    else
        std::printf("ok %s is noticed after %llu schedules, at %llu: %s\n", fault.name,
                    static_cast<unsigned long long>(notice.after),
                    static_cast<unsigned long long>(notice.seed), notice.law.c_str());
}

// Whether it is noticed.
bool try_one(const Options& options, const PlantedFault& fault) {
    if (const std::string law = known(options, fault); !law.empty()) {
        std::printf("ok %s is noticed by the corpus: %s\n", fault.name, law.c_str());
        return true;
    }
    const Notice notice = look_for(options);
    if (notice.after == 0) {
        std::printf("not ok %s: %s, and nothing notices\n", fault.name, fault.what);
        return false;
    }
    print(options, fault, notice);
    if (options.story) tell(notice);
    if (!options.keep.empty()) keep(options, fault, notice);
    return true;
}

int try_all(const Options& options) {
    bool all = true;
    std::size_t tried = 0;
    for (std::size_t i = 0; i < planted_faults().size(); ++i) {
        const PlantedFault& fault = planted_faults()[i];
        if (!options.only.empty() && options.only != fault.name) continue;
        ++tried;
        if (options.list) {
            std::printf("%s\n", fault.name);
            continue;
        }
        planted = i + 1;
        all = try_one(options, fault) && all;
        std::fflush(stdout);
    }
    return tried > 0 && all ? 0 : 1;
}

bool parse(int count, char** words, Options& options) {
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--hits")
            options.hits = true;
        else if (word == "--story")
            options.story = true;
        else if (word == "--list")
            options.list = true;
        else if (word == "--seed" && i + 1 < count)
            options.seed = std::strtoull(words[++i], nullptr, 10);
        else if (word == "--schedules" && i + 1 < count)
            options.schedules = std::strtoull(words[++i], nullptr, 10);
        else if (word == "--mutant" && i + 1 < count)
            options.only = words[++i];
        else if (word == "--corpus" && i + 1 < count)
            options.corpus = words[++i];
        else if (word == "--keep" && i + 1 < count)
            options.keep = words[++i];
        else
            return false;
    }
    return true;
}

}  // namespace

}  // namespace ensemble::simulation

int main(int count, char** words) {
    ensemble::simulation::Options options;
    if (!ensemble::simulation::parse(count, words, options)) {
        std::printf("simulation_mutants [--list] [--mutant NAME] [--schedules N] [--hits]\n"
                    "                   [--seed S] [--story] [--corpus FOLDER] [--keep FOLDER]\n");
        return 2;
    }
    return ensemble::simulation::try_all(options);
}
