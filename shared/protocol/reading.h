// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/limits.h"
#include "shared/json/reader.h"
#include "shared/protocol/writing.h"

namespace ensemble::protocol {

// How many a list may have. What a command says is bounded by its decision, which is refused with a
// reason; a message that is refused as a whole would come again for ever.
template <class V>
inline constexpr std::size_t list_max = SIZE_MAX;
template <>
inline constexpr std::size_t list_max<sync::Numbered> = limits::commands_per_push_max;
template <>
inline constexpr std::size_t list_max<sync::Position> = limits::scopes_per_page_max;

// A visitor of fields that takes them from an object; see json::Reader for what is wrong.
class Reading {
public:
    explicit Reading(const json::Reader& at) : at_(at) {}

    template <class V>
    void operator()(std::string_view name, V& value) {
        if constexpr (is_optional<V>) {
            read_member(name, value, V{});
        } else {
            read(at_.member(name), value);
        }
    }
    template <class V>
    void maybe(std::string_view name, V& value, const V& otherwise = V{}) {
        read_member(name, value, otherwise);
    }
    // Refuses the version of a page or a daemon that does not understand this one.
    void version();
    template <class Variant>
    void which(std::string_view name, Variant& sum) {
        constexpr std::size_t size = std::variant_size_v<Variant>;
        const json::Reader member = at_.member(name);
        const std::string_view text = member.text();
        if (!member.ok()) return;
        for (std::size_t i = 0; i < size; ++i) {
            if (Sum<Variant>::name(i) != text) continue;
            return make(sum, i, std::make_index_sequence<size>());
        }
        refuse_choice(member, Sum<Variant>::noun);
    }
    template <class Variant>
    void content(Variant& sum) {
        std::visit([this](auto& one) { fields(*this, one); }, sum);
    }
    void content(records::Row& row);
    void content(sync::Command& command);

    template <class V>
    static void read(const json::Reader& at, V& value) {
        if constexpr (std::is_same_v<V, bool>)
            value = at.boolean();
        else if constexpr (std::is_same_v<V, std::int64_t>)
            value = at.integer();
        else if constexpr (std::is_same_v<V, std::uint64_t>)
            value = at.hex64();
        else if constexpr (std::is_same_v<V, std::string>)
            value = at.text();
        else if constexpr (std::is_same_v<V, Instant>)
            value.ms = at.integer();
        else if constexpr (is_id<V>)
            value.value = read_id(at);
        else if constexpr (std::is_same_v<V, records::Scope>)
            value = read_scope(at);
        else if constexpr (Chosen<V>)
            read_choice(at, value);
        else if constexpr (std::is_same_v<V, permissions::ActionSet>)
            value = read_actions(at);
        else if constexpr (is_list<V>)
            read_list(at, value);
        else
            read_object(at, value);
    }

private:
    static std::int64_t read_id(const json::Reader& at);
    static records::Scope read_scope(const json::Reader& at);
    static permissions::ActionSet read_actions(const json::Reader& at);
    static void refuse_choice(const json::Reader& at, std::string_view noun);

    template <class V>
    void read_member(std::string_view name, V& value, const V& otherwise) {
        const json::Reader member = at_.member(name);
        if (!member.is_there())
            value = otherwise;
        else if constexpr (is_optional<V>)
            read(member, value.emplace());
        else
            read(member, value);
    }
    template <class Enum>
    static void read_choice(const json::Reader& at, Enum& value) {
        const std::string_view text = at.text();
        if (!at.ok()) return;
        if (const auto found = chosen<Enum>(text))
            value = *found;
        else
            refuse_choice(at, Choice<Enum>::noun);
    }
    template <class V>
    static void read_list(const json::Reader& at, std::vector<V>& list) {
        list.clear();
        list.reserve(at.size());
        at.each(list_max<V>, [&](const json::Reader& element) {
            list.emplace_back();
            read(element, list.back());
        });
    }
    template <class V>
    static void read_object(const json::Reader& at, V& value) {
        if (!at.is_object()) return;
        Reading reading(at);
        fields(reading, value);
    }
    template <class Variant, std::size_t... I>
    static void make(Variant& sum, std::size_t index, std::index_sequence<I...>) {
        using Make = void (*)(Variant&);
        static constexpr std::array<Make, sizeof...(I)> makers{
            [](Variant& made) { made.template emplace<I>(); }...};
        makers[index](sum);
    }

    const json::Reader& at_;
};

}  // namespace ensemble::protocol
