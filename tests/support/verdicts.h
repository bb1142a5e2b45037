// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "shared/records/verdict.h"

// Verdicts as text, for tables.
namespace ensemble::tests {

// "accepted team_role", "accepted" for what is the asker's own, "forbidden role_lacks admin", "gone
// team", "conflict name vision-2".
inline std::string told(const records::Verdict& verdict) {
    if (const auto* accepted = std::get_if<records::Accepted>(&verdict))
        return accepted->rule ? "accepted " + std::string(permissions::name(*accepted->rule))
                              : "accepted";
    const auto& refused = std::get<records::Refused>(verdict);
    std::string text(records::name(refused.code));
    const auto add = [&](std::string_view word) {
        if (!word.empty()) text += " " + std::string(word);
    };
    if (refused.code == records::Refusal::forbidden) add(permissions::name(refused.rule));
    if (refused.needed != permissions::Role::none) add(permissions::name(refused.needed));
    add(refused.field);
    add(refused.value);
    return text;
}

inline bool accepted(const records::Verdict& verdict) {
    return std::holds_alternative<records::Accepted>(verdict);
}

inline records::Changes changes(const records::Verdict& verdict) {
    const auto* accepted = std::get_if<records::Accepted>(&verdict);
    CHECK_MESSAGE(accepted != nullptr, told(verdict));
    return accepted != nullptr ? accepted->changes : records::Changes{};
}

// The state after an accepted verdict.
inline records::State after(const records::State& state, const records::Verdict& verdict) {
    records::State next = state;
    next.apply(changes(verdict));
    return next;
}

inline std::string text(const records::Key& key) {
    return std::to_string(static_cast<int>(key.kind)) + ":" + std::to_string(key.first) + "/" +
           std::to_string(key.second);
}

// What an accepted verdict does otherwise than expected, by kind and ids of the row; "" when it
// does exactly that, in whatever order.
inline std::string difference(const records::Verdict& verdict, const records::Changes& expected) {
    if (!accepted(verdict)) return told(verdict);
    const auto& got = std::get<records::Accepted>(verdict).changes;
    std::string faults;
    const auto missing = [](const auto& in, const auto& what) {
        for (const auto& one : in)
            if (one == what) return false;
        return true;
    };
    for (const records::Row& row : expected.put)
        if (missing(got.put, row)) faults += "not put " + text(key(row)) + "; ";
    for (const records::Row& row : got.put)
        if (missing(expected.put, row)) faults += "put " + text(key(row)) + "; ";
    for (const records::Key& key : expected.erased)
        if (missing(got.erased, key)) faults += "not erased " + text(key) + "; ";
    for (const records::Key& key : got.erased)
        if (missing(expected.erased, key)) faults += "erased " + text(key) + "; ";
    return faults;
}

struct Case {
    const char* what;
    records::Verdict verdict;
    std::string told;
};

inline void check(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        CAPTURE(one.what);
        CHECK(told(one.verdict) == one.told);
    }
}

}  // namespace ensemble::tests
