// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "shared/json/reader.h"
#include "shared/protocol/writing.h"

// Values of everything from one seed, the same natively and in the browser.
namespace ensemble::protocol {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }

    template <class V>
    V any() {
        V value{};
        set(value);
        return value;
    }

private:
    friend class Filling;

    template <class V>
    void set(V& value);
    template <class Variant, std::size_t... I>
    void choose(Variant& sum, std::index_sequence<I...>) {
        const std::size_t chosen = below(sizeof...(I));
        ((I == chosen ? (void)sum.template emplace<I>() : void()), ...);
    }

    std::int64_t integer() {
        const auto most = static_cast<std::uint64_t>(json::integer_max);
        static constexpr std::array<std::uint64_t, 5> ends{1, 3, 300, 1ull << 40, 0};
        const std::uint64_t end = ends[below(ends.size())];
        return static_cast<std::int64_t>(random_() % (end == 0 ? most + 1 : end));
    }
    std::string text();
    records::Scope scope();

    std::mt19937_64 random_;
};

// A visitor of fields that fills them.
class Filling {
public:
    explicit Filling(Chance& chance) : chance_(chance) {}

    template <class V>
    void operator()(std::string_view, V& value) {
        chance_.set(value);
    }
    template <class V>
    void maybe(std::string_view, V& value, const V& otherwise = V{}) {
        if (chance_.below(3) == 0)
            value = otherwise;
        else
            chance_.set(value);
    }
    void version() {}
    template <class Variant>
    void which(std::string_view, Variant& sum) {
        chance_.choose(sum, std::make_index_sequence<std::variant_size_v<Variant>>());
    }
    template <class Variant>
    void content(Variant& sum) {
        std::visit([&](auto& one) { fields(*this, one); }, sum);
    }

private:
    Chance& chance_;
};

template <class V>
void Chance::set(V& value) {
    if constexpr (std::is_same_v<V, bool>) {
        value = below(2) == 1;
    } else if constexpr (std::is_same_v<V, std::int64_t>) {
        value = below(4) == 0 ? -integer() : integer();
    } else if constexpr (std::is_same_v<V, std::uint64_t>) {
        value = random_();
    } else if constexpr (std::is_same_v<V, std::string>) {
        value = text();
    } else if constexpr (std::is_same_v<V, Instant>) {
        value.ms = below(4) == 0 ? -integer() : integer();
    } else if constexpr (is_id<V>) {
        value.value = integer();
    } else if constexpr (std::is_same_v<V, records::Scope>) {
        value = scope();
    } else if constexpr (std::is_same_v<V, permissions::ActionSet>) {
        for (const auto action : Choice<permissions::Action>::all())
            if (below(8) == 0) value.add(action);
    } else if constexpr (Chosen<V>) {
        value = Choice<V>::all()[below(Choice<V>::all().size())];
    } else if constexpr (is_optional<V>) {
        if (below(2) == 0) set(value.emplace());
    } else if constexpr (is_list<V>) {
        value.resize(below(4));
        for (auto& element : value)
            set(element);
    } else {
        Filling filling(*this);
        fields(filling, value);
    }
}

inline std::string Chance::text() {
    static const std::array<std::string, 14> pieces{
        "",     "a", "team", "\"", "\\",           "\n",           "\t", std::string(1, '\0'),
        "\x7f", "ü", "한글", "😀",  "\xEF\xBF\xBD", "{\"k\":[1,2]}"};
    std::string text;
    for (auto left = below(6); left > 0; --left)
        text += pieces[below(pieces.size())];
    return text;
}

inline records::Scope Chance::scope() {
    const auto kind = static_cast<records::ScopeKind>(below(6) + 1);
    return {kind, kind == records::ScopeKind::instance ? 0 : integer()};
}

}  // namespace ensemble::protocol
