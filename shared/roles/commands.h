// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/records/verdict.h"

// Custom roles of the instance: a base role with actions added.
namespace ensemble::roles {

struct CreateRole {
    static constexpr std::string_view word = "create_role";
    RoleId id;  // fresh
    std::string name;
    std::string description;
    permissions::Role base = permissions::Role::member;  // or view_only
    permissions::ActionSet extra;
};

// What is not given stays.
struct EditRole {
    static constexpr std::string_view word = "edit_role";
    RoleId id;
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<permissions::ActionSet> extra;
};

// Whoever has it falls back to its base.
struct DeleteRole {
    static constexpr std::string_view word = "delete_role";
    RoleId id;
};

records::Verdict decide(const records::State&, const records::Context&, const CreateRole&);
records::Verdict decide(const records::State&, const records::Context&, const EditRole&);
records::Verdict decide(const records::State&, const records::Context&, const DeleteRole&);

}  // namespace ensemble::roles
