// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "shared/protocol/writing.h"

// How many members a plain struct has, and whether two values have the same ones: asked of the
// compiler and not of the lists of fields, which are what is tested.
namespace ensemble::protocol {

struct Anything {
    template <class T>
    operator T() const;
};
template <class T>
T placed();

// So many members as initialisers fit between the braces. What is optional takes nullopt alone.
template <class T, class... Placed>
constexpr std::size_t members_after() {
    if constexpr (requires { T{placed<Placed>()..., placed<std::nullopt_t>()}; })
        return members_after<T, Placed..., std::nullopt_t>();
    else if constexpr (requires { T{placed<Placed>()..., placed<Anything>()}; })
        return members_after<T, Placed..., Anything>();
    else
        return sizeof...(Placed);
}
template <class T>
inline constexpr std::size_t member_count = members_after<T>();

template <class T>
inline constexpr bool is_sum = false;
template <class... T>
inline constexpr bool is_sum<std::variant<T...>> = true;
template <class T>
inline constexpr bool is_plain =
    std::is_arithmetic_v<T> || std::is_enum_v<T> || is_id<T> || std::is_same_v<T, std::string> ||
    std::is_same_v<T, Instant> || std::is_same_v<T, permissions::ActionSet>;

// Calls `visit` with all members of the value.
template <class T, class Visit>
auto with_members(const T& value, Visit visit) {
    constexpr std::size_t count = member_count<T>;
    static_assert(count >= 1 && count <= 12);
    if constexpr (count == 1) {
        const auto& [a] = value;
        return visit(a);
    } else if constexpr (count == 2) {
        const auto& [a, b] = value;
        return visit(a, b);
    } else if constexpr (count == 3) {
        const auto& [a, b, c] = value;
        return visit(a, b, c);
    } else if constexpr (count == 4) {
        const auto& [a, b, c, d] = value;
        return visit(a, b, c, d);
    } else if constexpr (count == 5) {
        const auto& [a, b, c, d, e] = value;
        return visit(a, b, c, d, e);
    } else if constexpr (count == 6) {
        const auto& [a, b, c, d, e, f] = value;
        return visit(a, b, c, d, e, f);
    } else if constexpr (count == 7) {
        const auto& [a, b, c, d, e, f, g] = value;
        return visit(a, b, c, d, e, f, g);
    } else if constexpr (count == 8) {
        const auto& [a, b, c, d, e, f, g, h] = value;
        return visit(a, b, c, d, e, f, g, h);
    } else if constexpr (count == 9) {
        const auto& [a, b, c, d, e, f, g, h, i] = value;
        return visit(a, b, c, d, e, f, g, h, i);
    } else if constexpr (count == 10) {
        const auto& [a, b, c, d, e, f, g, h, i, j] = value;
        return visit(a, b, c, d, e, f, g, h, i, j);
    } else if constexpr (count == 11) {
        const auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
        return visit(a, b, c, d, e, f, g, h, i, j, k);
    } else {
        const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
        return visit(a, b, c, d, e, f, g, h, i, j, k, l);
    }
}

template <class T>
bool same(const T& a, const T& b) {
    if constexpr (is_plain<T>) {
        return a == b;
    } else if constexpr (is_optional<T>) {
        return a.has_value() == b.has_value() && (!a || same(*a, *b));
    } else if constexpr (is_list<T>) {
        for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
            if (!same(a[i], b[i])) return false;
        return a.size() == b.size();
    } else if constexpr (is_sum<T>) {
        return a.index() == b.index() &&
               std::visit(
                   [&](const auto& one) {
                       return same(one, std::get<std::decay_t<decltype(one)>>(b));
                   },
                   a);
    } else {
        return with_members(a, [&](const auto&... left) {
            return with_members(b, [&](const auto&... right) {
                if constexpr (sizeof...(left) == sizeof...(right))
                    return (same(left, right) && ...);
                else
                    return false;
            });
        });
    }
}

}  // namespace ensemble::protocol
