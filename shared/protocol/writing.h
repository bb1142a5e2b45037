// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "shared/json/writer.h"
#include "shared/protocol/stored_fields.h"
#include "shared/protocol/sums.h"
#include "shared/protocol/version.h"

namespace ensemble::protocol {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

// A visitor of fields that writes them as members of the object that is open.
class Writing {
public:
    explicit Writing(json::Writer& out) : out_(out) {}

    template <class V>
    void operator()(std::string_view name, const V& value) {
        if constexpr (is_optional<V>) {
            if (value) (*this)(name, *value);
        } else {
            out_.key(name);
            write(out_, value);
        }
    }
    template <class V>
    void maybe(std::string_view name, const V& value, const V& otherwise = V{}) {
        if (!(value == otherwise)) (*this)(name, value);
    }
    void version() {
        (*this)("proto", protocol::version);
        out_.key("schema");
        out_.text(fingerprint);
    }
    template <class Variant>
    void which(std::string_view name, const Variant& sum) {
        out_.key(name);
        out_.text(Sum<Variant>::name(sum.index()));
    }
    template <class Variant>
    void content(const Variant& sum) {
        std::visit([this](const auto& one) { fields(*this, one); }, sum);
    }
    void content(const records::Row& row);
    void content(const sync::Command& command);

    template <class V>
    static void write(json::Writer& out, const V& value) {
        if constexpr (std::is_same_v<V, bool>)
            out.boolean(value);
        else if constexpr (std::is_same_v<V, std::int64_t>)
            out.integer(value);
        else if constexpr (std::is_same_v<V, std::uint64_t>)
            out.hex64(value);
        else if constexpr (std::is_same_v<V, std::string>)
            out.text(value);
        else if constexpr (std::is_same_v<V, Instant>)
            out.integer(value.ms);
        else if constexpr (is_id<V>)
            out.integer(value.value);
        else if constexpr (std::is_same_v<V, records::Scope>)
            out.text(records::text(value));
        else if constexpr (Chosen<V>)
            out.text(protocol::name(value));
        else if constexpr (std::is_same_v<V, permissions::ActionSet>)
            write_actions(out, value);
        else if constexpr (is_list<V>)
            write_list(out, value);
        else
            write_object(out, value);
    }

private:
    static void write_actions(json::Writer& out, const permissions::ActionSet& set);

    template <class V>
    static void write_list(json::Writer& out, const std::vector<V>& list) {
        out.begin_list();
        for (const V& value : list)
            write(out, value);
        out.end_list();
    }
    template <class V>
    static void write_object(json::Writer& out, const V& value) {
        out.begin_object();
        Writing writing(out);
        fields(writing, value);
        out.end_object();
    }

    json::Writer& out_;
};

}  // namespace ensemble::protocol
