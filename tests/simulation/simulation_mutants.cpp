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

// Whether the laws notice every planted fault: simulation_mutants [--schedules N] [--hits]
// [--mutant NAME] [--story] [--corpus FOLDER] [--keep FOLDER]. With --hits all schedules are tried
// and counted, not only until the first one that notices. With a corpus the schedule that is called
// like the fault is tried before any other; --keep writes one there, as short as can be.
namespace ensemble::simulation {

namespace {

constexpr std::size_t steps = 150;

struct Options {
    std::uint64_t schedules = 20'000;
    bool hits = false;
    bool story = false;
    std::string only;
    std::string corpus;
    std::string keep;
};

struct Notice {
    std::uint64_t first = 0;  // schedule; 0: none
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
    for (std::uint64_t seed = 1; seed <= options.schedules; ++seed) {
        const std::string law = law_of(plan(seed, steps));
        if (law.empty()) continue;
        ++notice.hits;
        if (notice.first != 0) continue;
        notice.first = seed;
        notice.law = law;
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
    return shrink(plan(notice.first, steps),
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

int try_all(const Options& options) {
    std::size_t missed = 0;
    std::size_t tried = 0;
    if (options.corpus.empty())
        std::printf(
            "| Planted fault | first noticed at | hits | by the law |\n|---|---|---|---|\n");
    for (std::size_t i = 0; i < planted_faults().size(); ++i) {
        const PlantedFault& fault = planted_faults()[i];
        if (!options.only.empty() && options.only != fault.name) continue;
        planted = i + 1;
        ++tried;
        if (const std::string law = known(options, fault); !law.empty()) {
            std::printf("ok %s, by the corpus: %s\n", fault.name, law.c_str());
            continue;
        }
        const Notice notice = look_for(options);
        if (notice.first == 0) {
            ++missed;
            std::printf("not ok %s: %s, and nothing notices\n", fault.name, fault.what);
        } else {
            std::printf("| %s | %llu | %s | %s |\n", fault.what,
                        static_cast<unsigned long long>(notice.first),
                        options.hits ? std::to_string(notice.hits).c_str() : "",
                        notice.law.c_str());
            if (options.story) tell(notice);
            if (!options.keep.empty()) keep(options, fault, notice);
        }
        std::fflush(stdout);
    }
    std::printf("%zu planted faults, %zu not noticed\n", tried, missed);
    return tried > 0 && missed == 0 ? 0 : 1;
}

bool parse(int count, char** words, Options& options) {
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--hits")
            options.hits = true;
        else if (word == "--story")
            options.story = true;
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
        std::printf("simulation_mutants [--schedules N] [--hits] [--mutant NAME] [--story] "
                    "[--corpus FOLDER] [--keep FOLDER]\n");
        return 2;
    }
    return ensemble::simulation::try_all(options);
}
