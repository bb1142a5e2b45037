// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/protocol/shape.h"

#include <cstdint>
#include <utility>

#include "shared/protocol/writing.h"

namespace ensemble::protocol {

namespace {

// A visitor of fields that says what they are: "name text, avatar? text".
class Description {
public:
    template <class V>
    void operator()(std::string_view name, const V&) {
        add(std::string(name) + (is_optional<V> ? "? " : " ") + kind<V>());
    }
    template <class V>
    void maybe(std::string_view name, const V&, const V& = V{}) {
        add(std::string(name) + "? " + kind<V>());
    }
    void version() { add("proto integer, schema text"); }
    template <class Variant>
    void which(std::string_view name, const Variant&) {
        add(std::string(name) + " name of a " + std::string(Sum<Variant>::noun));
    }
    template <class Variant>
    void content(const Variant&) {
        add("its fields");
    }
    const std::string& text() const { return text_; }

    template <class V>
    static std::string kind() {
        if constexpr (is_optional<V>)
            return kind<typename V::value_type>();
        else if constexpr (is_list<V>)
            return "[" + kind<typename V::value_type>() + "]";
        else if constexpr (std::is_same_v<V, bool>)
            return "boolean";
        else if constexpr (std::is_same_v<V, std::int64_t>)
            return "integer";
        else if constexpr (std::is_same_v<V, std::uint64_t>)
            return "hex64";
        else if constexpr (std::is_same_v<V, std::string>)
            return "text";
        else if constexpr (std::is_same_v<V, Instant>)
            return "instant";
        else if constexpr (is_id<V>)
            return "id";
        else if constexpr (std::is_same_v<V, records::Scope>)
            return "scope";
        else if constexpr (std::is_same_v<V, permissions::ActionSet>)
            return "[action]";
        else if constexpr (Chosen<V>)
            return std::string(Choice<V>::noun);
        else
            return "{" + of(V{}) + "}";
    }
    template <class V>
    static std::string of(const V& value) {
        Description description;
        fields(description, value);
        return description.text();
    }

private:
    void add(const std::string& field) { text_ += (text_.empty() ? "" : ", ") + field; }

    std::string text_;
};

template <class Enum>
std::string choice() {
    std::string line = std::string(Choice<Enum>::noun) + ":";
    for (const Enum value : Choice<Enum>::all())
        line += " " + std::string(protocol::name(value));
    return line + "\n";
}

std::string scopes() {
    std::string line = "scope:";
    for (std::uint8_t kind = 1; kind <= 6; ++kind) {
        const std::string text = records::text({static_cast<records::ScopeKind>(kind), 1});
        line += " " + text.substr(0, text.find(':'));
    }
    return line + "\n";
}

template <class Variant, std::size_t... I>
std::string lines(const std::string& kind, std::index_sequence<I...>) {
    return ((kind + " " + std::string(Sum<Variant>::name(I)) + ": " +
             Description::of(std::variant_alternative_t<I, Variant>{}) + "\n") +
            ...);
}

template <class Variant>
std::string sum(const std::string& kind) {
    return lines<Variant>(kind, std::make_index_sequence<std::variant_size_v<Variant>>());
}

}  // namespace

std::string shape() {
    return choice<permissions::Role>() + choice<permissions::Visibility>() +
           choice<permissions::Action>() + choice<permissions::Rule>() + choice<records::Kind>() +
           choice<records::UserKind>() + choice<records::Refusal>() + choice<users::Setting>() +
           choice<teams::TeamSwitch>() + choice<sync::DropReason>() + scopes() +
           sum<sync::Command>("command") + sum<records::Row>("row") +
           sum<sync::FromPage>("message") + sum<sync::FromDaemon>("message") +
           sum<sync::Stored>("stored");
}

std::string fingerprint_of(const std::string& shape) {
    std::uint64_t hash = 14695981039346656037ull;
    for (const char c : shape)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    std::string text;
    json::Writer(text).hex64(hash);
    return text.substr(1, 16);
}

}  // namespace ensemble::protocol
