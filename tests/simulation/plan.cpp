// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/plan.h"

#include <array>
#include <cstdlib>

#include "shared/sync/command.h"
#include "tests/simulation/prng.h"

namespace ensemble::simulation {

namespace {

struct Kind {
    std::string_view name;
    std::uint32_t weight;  // of a hundred or so
    bool fault;            // a seed may do without
};

constexpr std::array<Kind, step_count> kinds{{
    {"act", 420, false},      {"deliver_up", 170, false},   {"deliver_down", 170, false},
    {"disk", 150, false},     {"channel", 50, false},       {"connect", 70, false},
    {"subscribe", 45, false}, {"dismiss", 6, true},         {"wait", 12, true},
    {"cut", 30, true},        {"garble", 12, true},         {"leave", 24, true},
    {"open_tab", 14, true},   {"power_loss", 14, true},     {"evict", 3, true},
    {"clock_jump", 4, true},  {"switch_user", 2, true},     {"slow", 8, true},
    {"crash", 6, true},       {"crash_in_commit", 6, true}, {"disk_full", 5, true},
    {"start", 14, false},     {"back_up", 5, true},         {"restore", 2, true},
    {"forget", 3, true},      {"script", 12, true},         {"operate", 6, true},
    {"sign_out", 2, true},    {"forge", 30, true},
}};

}  // namespace

std::string_view name(Step step) {
    return kinds[static_cast<std::size_t>(step)].name;
}

Schedule plan(std::uint64_t seed, std::size_t steps) {
    Prng prng(seed * 0x2545f4914f6cdd1dull + 0x1234567);
    Schedule schedule;
    Setting& setting = schedule.setting;
    setting.seed = seed;
    setting.people = 2 + prng.below(5);
    setting.devices = 2 + prng.below(7);
    setting.teams = 1 + prng.below(2);
    setting.projects = 1 + prng.below(4);
    setting.runs = 2 + prng.below(5);
    setting.as_text = seed % 16 == 5;
    if (prng.chance(70)) {
        setting.commands = 0;
        for (std::size_t i = 0; i < sync::command_count; ++i)
            if (prng.chance(45)) setting.commands |= std::uint64_t{1} << i;
        if (setting.commands == 0) setting.commands = ~std::uint64_t{0};
    }
    std::array<std::uint32_t, step_count> weights{};
    std::uint32_t total = 0;
    const std::uint32_t quiet = prng.below(100);
    for (std::size_t i = 0; i < step_count; ++i) {
        const bool on = !kinds[i].fault || prng.below(100) >= quiet;
        weights[i] = on ? kinds[i].weight * (1 + prng.below(4)) : 0;
        total += weights[i];
    }
    schedule.ops.reserve(steps);
    const auto add = [&](Step step, std::uint32_t who) {
        schedule.ops.push_back(
            {.step = step, .who = who, .chance = prng.next(), .later_ms = prng.below(1'500)});
    };
    // Mostly everybody is there already when it begins.
    if (prng.chance(75)) {
        for (std::uint32_t i = 0; i < setting.devices; ++i) {
            add(Step::connect, i);
            add(Step::deliver_up, 0);
        }
        for (std::uint32_t i = 0; i < setting.devices; ++i) {
            add(Step::deliver_down, 0);
            add(Step::subscribe, i);
        }
    }
    while (schedule.ops.size() < steps) {
        std::uint32_t at = prng.below(total);
        std::size_t kind = 0;
        while (at >= weights[kind])
            at -= weights[kind++];
        add(static_cast<Step>(kind), prng.below(1u << 20));
    }
    return schedule;
}

std::string to_text(const Schedule& schedule) {
    const Setting& setting = schedule.setting;
    std::string text = "world";
    for (const std::uint64_t number :
         {setting.seed, std::uint64_t{setting.people}, std::uint64_t{setting.devices},
          std::uint64_t{setting.teams}, std::uint64_t{setting.projects},
          std::uint64_t{setting.runs}, setting.commands, std::uint64_t{setting.as_text},
          std::uint64_t{setting.on_sqlite}})
        text += " " + std::to_string(number);
    text += "\n";
    for (const Op& op : schedule.ops)
        text += std::string(name(op.step)) + " " + std::to_string(op.who) + " " +
                std::to_string(op.chance) + " " + std::to_string(op.later_ms) + "\n";
    return text;
}

namespace {

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    while (!line.empty()) {
        const auto space = line.find(' ');
        if (space != 0) words.emplace_back(line.substr(0, space));
        if (space == std::string_view::npos) break;
        line.remove_prefix(space + 1);
    }
    return words;
}

std::uint64_t number(const std::string& word) {
    return std::strtoull(word.c_str(), nullptr, 10);
}

std::uint32_t small(const std::string& word) {
    return static_cast<std::uint32_t>(number(word));
}

bool parse_setting(const std::vector<std::string>& words, Setting& setting) {
    if (words.size() != 10 || words[0] != "world") return false;
    setting = {.seed = number(words[1]),
               .people = small(words[2]),
               .devices = small(words[3]),
               .teams = small(words[4]),
               .projects = small(words[5]),
               .runs = small(words[6]),
               .commands = number(words[7]),
               .as_text = number(words[8]) != 0,
               .on_sqlite = number(words[9]) != 0};
    return setting.people > 0 && setting.devices > 0 && setting.teams > 0;
}

}  // namespace

std::optional<Schedule> parse_schedule(std::string_view text) {
    Schedule schedule;
    bool begun = false;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line.front() == '#') continue;
        const auto words = words_of(line);
        if (!begun) {
            if (!parse_setting(words, schedule.setting)) return std::nullopt;
            begun = true;
            continue;
        }
        if (words.size() != 4) return std::nullopt;
        std::size_t kind = 0;
        while (kind < step_count && kinds[kind].name != words[0])
            ++kind;
        if (kind == step_count) return std::nullopt;
        schedule.ops.push_back({.step = static_cast<Step>(kind),
                                .who = small(words[1]),
                                .chance = number(words[2]),
                                .later_ms = small(words[3])});
    }
    if (!begun) return std::nullopt;
    return schedule;
}

}  // namespace ensemble::simulation
