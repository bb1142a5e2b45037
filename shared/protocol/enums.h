// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "shared/sync/messages.h"

// How the choices of the control plane are called in texts. Names never change.
namespace ensemble::protocol {

// Specialised below: all values in order, and what one of them is for a person.
template <class Enum>
struct Choice;

template <class Enum>
concept Chosen = requires {
    Choice<Enum>::noun;
};

template <>
struct Choice<permissions::Role> {
    static constexpr std::string_view noun = "role";
    static const std::vector<permissions::Role>& all();
};
template <>
struct Choice<permissions::Visibility> {
    static constexpr std::string_view noun = "visibility";
    static const std::vector<permissions::Visibility>& all();
};
template <>
struct Choice<permissions::Action> {
    static constexpr std::string_view noun = "action";
    static const std::vector<permissions::Action>& all();  // by name
};
template <>
struct Choice<permissions::Rule> {
    static constexpr std::string_view noun = "rule";
    static const std::vector<permissions::Rule>& all();
};
template <>
struct Choice<records::Kind> {
    static constexpr std::string_view noun = "kind of row";
    static const std::vector<records::Kind>& all();
};
template <>
struct Choice<records::UserKind> {
    static constexpr std::string_view noun = "kind of user";
    static const std::vector<records::UserKind>& all();
};
template <>
struct Choice<records::Refusal> {
    static constexpr std::string_view noun = "refusal";
    static const std::vector<records::Refusal>& all();
};
template <>
struct Choice<users::Setting> {
    static constexpr std::string_view noun = "setting";
    static const std::vector<users::Setting>& all();
};
template <>
struct Choice<teams::TeamSwitch> {
    static constexpr std::string_view noun = "switch of a team";
    static const std::vector<teams::TeamSwitch>& all();
};
template <>
struct Choice<sync::DropReason> {
    static constexpr std::string_view noun = "reason";
    static const std::vector<sync::DropReason>& all();
};

std::string_view name(permissions::Role role);
std::string_view name(permissions::Visibility visibility);
std::string_view name(permissions::Action action);
std::string_view name(permissions::Rule rule);
std::string_view name(records::Kind kind);
std::string_view name(records::UserKind kind);
std::string_view name(records::Refusal refusal);
std::string_view name(users::Setting setting);
std::string_view name(teams::TeamSwitch which);
std::string_view name(sync::DropReason reason);

template <Chosen Enum>
std::optional<Enum> chosen(std::string_view text) {
    for (const Enum value : Choice<Enum>::all()) {
        if (protocol::name(value) == text) return value;
    }
    return std::nullopt;
}

}  // namespace ensemble::protocol
