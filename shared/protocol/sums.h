// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <variant>

#include "shared/protocol/enums.h"
#include "shared/sync/replica.h"

// How the alternatives of a sum are called in texts. Names never change.
namespace ensemble::protocol {

template <class Variant>
struct Sum;

template <>
struct Sum<records::Row> {
    static constexpr std::string_view noun = "kind of row";
    static std::string_view name(std::size_t index) {
        return protocol::name(static_cast<records::Kind>(index + 1));
    }
};

template <>
struct Sum<sync::Command> {
    static constexpr std::string_view noun = "command";
    static std::string_view name(std::size_t index) { return sync::command_name(index); }
};

template <>
struct Sum<sync::FromPage> {
    static constexpr std::string_view noun = "message";
    static constexpr std::array<std::string_view, 5> names{"hello", "push", "seen", "subscribe",
                                                           "unsubscribe"};
    static std::string_view name(std::size_t index) { return names[index]; }
};

template <>
struct Sum<sync::FromDaemon> {
    static constexpr std::string_view noun = "message";
    static constexpr std::array<std::string_view, 3> names{"hello_ok", "patch", "bye"};
    static std::string_view name(std::size_t index) { return names[index]; }
};

template <>
struct Sum<sync::Stored> {
    static constexpr std::string_view noun = "kind of record";
    static constexpr std::array<std::string_view, 4> names{"meta", "scope", "command", "refusal"};
    static std::string_view name(std::size_t index) { return names[index]; }
};

}  // namespace ensemble::protocol
