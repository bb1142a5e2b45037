// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

#include "shared/permissions/decision.h"
#include "tests/shared/permissions/space.h"

// What one decision costs, reason included. The same source runs natively and under Node.
namespace ensemble::bench {

namespace {

using permissions::Action;
using permissions::Facts;
using permissions::Role;
using permissions::Visibility;

constexpr std::size_t rounds = 21;

struct Question {
    Facts facts;
    Action action;
};

// Changes from one question to the next without a pattern that a processor could learn.
class Dice {
public:
    std::size_t below(std::size_t end) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<std::size_t>(state_ % end);
    }

private:
    std::uint64_t state_ = 0x9e3779b97f4a7c15;
};

// The median time of a round over all questions, and the best one: on a machine that does other
// things, too, they differ. The sum keeps the decisions from being left out.
void measure(const char* name, const std::vector<Question>& questions) {
    std::array<double, rounds> ms{};
    std::size_t sum = 0;
    for (double& one : ms) {
        const auto start = std::chrono::steady_clock::now();
        for (const Question& question : questions) {
            const auto decision = permissions::decide(question.facts, question.action);
            sum += static_cast<std::size_t>(decision.rule) + (decision.allowed ? 1 : 0);
        }
        const auto end = std::chrono::steady_clock::now();
        one = std::chrono::duration<double, std::milli>(end - start).count();
    }
    std::sort(ms.begin(), ms.end());
    const double median = ms[rounds / 2];
    const double count = static_cast<double>(questions.size());
    std::printf("{\"name\":\"%s\",\"decisions\":%zu,\"ms\":%.2f,\"ns_each\":%.1f,"
                "\"best_ns_each\":%.1f,\"sum\":%zu}\n",
                name, questions.size(), median, median * 1e6 / count, ms.front() * 1e6 / count,
                sum);
}

// Anything that can be asked, equally often.
std::vector<Question> anything() {
    Dice dice;
    std::vector<Question> questions;
    for (std::size_t i = 0; i < 100'000; ++i) {
        const auto action = static_cast<Action>(dice.below(permissions::action_count));
        questions.push_back(
            {permissions::space::facts(action, dice.below(permissions::space::size(action))),
             action});
    }
    return questions;
}

Facts member(Dice& dice) {
    constexpr std::array roles{Role::view_only, Role::member, Role::member, Role::member,
                               Role::admin};
    Facts facts{.principal = permissions::Principal::person};
    facts.team_role = roles[dice.below(roles.size())];
    facts.registry_admin = dice.below(10) == 0;
    if (dice.below(5) == 0) facts.team_extra.add(Action::run_stop);
    return facts;
}

// What a page shows to an admin who asks who may do what: 50 members, 200 projects, 24 actions.
std::vector<Question> whole_team() {
    Dice dice;
    std::vector<Question> questions;
    std::array<Visibility, 200> projects{};
    for (Visibility& one : projects)
        one = static_cast<Visibility>(1 + dice.below(4));
    for (std::size_t person = 0; person < 50; ++person) {
        Facts facts = member(dice);
        for (const Visibility visibility : projects) {
            facts.visibility = visibility;
            facts.added_to_project = dice.below(3) == 0;
            facts.project_role = static_cast<Role>(dice.below(4));
            facts.creator = dice.below(4) == 0;
            for (std::size_t i = 0; i < 24; ++i)
                questions.push_back(
                    {facts,
                     static_cast<Action>(static_cast<std::size_t>(Action::project_read) + 2 * i)});
        }
    }
    return questions;
}

}  // namespace

}  // namespace ensemble::bench

int main() {
    ensemble::bench::measure("permissions_anything", ensemble::bench::anything());
    ensemble::bench::measure("permissions_50_members_200_projects_24_actions",
                             ensemble::bench::whole_team());
    return 0;
}
