// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/permissions/mutants.h"

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "tests/shared/permissions/reference.h"
#include "tests/shared/permissions/space.h"

// Whether the comparison with the words notices every wrong version of the engine: each mutant of
// its source, and each bit of its tables the other way round. Prints what it did not notice.
namespace ensemble::permissions {

namespace {

// Another text that does the same, for the reason given. Matched by its description.
struct Equivalent {
    std::string_view what;
    const char* reason;
};

constexpr std::array equivalents{
    Equivalent{"by_standing: if (standing.has(action)) return standing.by_extra();",
               "what the role has was answered the line before"},
    Equivalent{"for_instance: if (facts.instance_admin && true )",
               "instance admins have every action of the instance; the tables alone say so"},
};

// What the words say to every question, in the order of the space.
class Answers {
public:
    Answers() {
        for (std::size_t i = 0; i < action_count; ++i) {
            const auto action = static_cast<Action>(i);
            for (std::size_t n = 0; n < space::size(action); ++n)
                answers_[i].push_back(reference::decide(space::facts(action, n), action));
        }
    }

    using Decide = Decision (*)(const Facts&, Action);

    // A few questions first, then all of them.
    bool notice(Decide decide) const {
        for (const std::size_t stride : {std::size_t{997}, std::size_t{29}, std::size_t{1}}) {
            for (std::size_t i = 0; i < action_count; ++i) {
                if (notice(decide, static_cast<Action>(i), stride)) return true;
            }
        }
        return false;
    }

    // The same for a change that can matter only to the action and to the one that it is a form of.
    bool notice_about(Decide decide, Action action) const {
        if (notice(decide, action, 1)) return true;
        for (std::size_t i = 0; i < action_count; ++i) {
            const auto wide = static_cast<Action>(i);
            if (own_form(wide) == action && notice(decide, wide, 1)) return true;
        }
        return false;
    }

private:
    bool notice(Decide decide, Action action, std::size_t stride) const {
        const auto& answers = answers_[static_cast<std::size_t>(action)];
        for (std::size_t n = 0; n < answers.size(); n += stride) {
            if (decide(space::facts(action, n), action) != answers[n]) return true;
        }
        return false;
    }

    std::array<std::vector<Decision>, action_count> answers_;
};

struct Count {
    std::size_t tried = 0;
    std::size_t noticed = 0;
    std::size_t excused = 0;

    void add(bool was_noticed, const std::string& what) {
        ++tried;
        if (was_noticed) {
            ++noticed;
            return;
        }
        for (const Equivalent& known : equivalents) {
            if (known.what != what) continue;
            ++excused;
            std::printf("equivalent: %s (%s)\n", what.c_str(), known.reason);
            return;
        }
        std::printf("not noticed: %s\n", what.c_str());
    }
    bool all() const { return noticed + excused == tried; }
};

Count try_sources(const Answers& answers) {
    Count count;
    for (const Mutant& mutant : mutants())
        count.add(answers.notice(mutant.decide), mutant.what);
    return count;
}

struct Table {
    const char* name;
    const ActionSet& (*actions)();
};

constexpr std::array tables{
    Table{"no role", []() -> const ActionSet& { return actions_of(Role::none); }},
    Table{"view-only", []() -> const ActionSet& { return actions_of(Role::view_only); }},
    Table{"member", []() -> const ActionSet& { return actions_of(Role::member); }},
    Table{"team admin", []() -> const ActionSet& { return actions_of(Role::admin); }},
    Table{"registry admin", registry_admin_actions},
    Table{"instance admin", instance_admin_actions},
    Table{"public projects", public_actions},
    Table{"open projects", open_actions},
    Table{"withheld from service accounts", withheld_from_services},
};

// Adds the action or takes it away. This program's copy of the tables is not constant.
void turn_over(const Table& table, Action action) {
    auto& set = const_cast<ActionSet&>(table.actions());
    if (set.has(action)) {
        set.remove(action);
    } else {
        set.add(action);
    }
}

// Some bits decide nothing, such as an action of the instance in a role of a team. They are still
// shown to people, so the tables themselves are compared as well.
Count try_tables(const Answers& answers, std::size_t& by_decisions) {
    Count count;
    for (const Table& table : tables) {
        for (std::size_t i = 0; i < action_count; ++i) {
            const auto action = static_cast<Action>(i);
            turn_over(table, action);
            const bool decided_otherwise = answers.notice_about(decide, action);
            if (decided_otherwise) ++by_decisions;
            count.add(decided_otherwise || !reference::tables_agree(),
                      std::string(table.name) + ": " + std::string(name(action)));
            turn_over(table, action);
        }
    }
    return count;
}

bool try_all() {
    const Answers answers;
    if (answers.notice(decide) || !reference::tables_agree()) {
        std::printf("The engine itself is wrong: see shared_permissions_test.\n");
        return false;
    }
    const Count sources = try_sources(answers);
    std::size_t by_decisions = 0;
    const Count bits = try_tables(answers, by_decisions);
    std::printf("%zu mutants of the source, %zu killed, %zu equivalent\n", sources.tried,
                sources.noticed, sources.excused);
    std::printf("%zu mutants of the tables, %zu killed, %zu of them by decisions\n", bits.tried,
                bits.noticed, by_decisions);
    return sources.all() && bits.all();
}

}  // namespace

}  // namespace ensemble::permissions

int main() {
    return ensemble::permissions::try_all() ? 0 : 1;
}
