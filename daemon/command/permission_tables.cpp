// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/permission_tables.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

namespace ensemble::command {

namespace {

using permissions::Action;
using permissions::ActionSet;
using permissions::Role;

std::string_view in_text(Extent extent) {
    switch (extent) {
    case Extent::everything:
        return "yes";
    case Extent::own:
        return "own";
    case Extent::nothing:
        break;
    }
    return "-";
}

void pad(std::string& line, std::string_view text, std::size_t width) {
    line += text;
    line.append(text.size() < width ? width - text.size() : 0, ' ');
}

std::string line_of(std::string_view first, const std::vector<std::string_view>& rest) {
    constexpr std::size_t name_width = 30;
    constexpr std::size_t cell_width = 16;
    std::string line;
    pad(line, first, name_width);
    for (const std::string_view text : rest)
        pad(line, text, cell_width);
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

const std::array<RoleColumn, 5>& role_columns() {
    static const std::array<RoleColumn, 5> all{{
        {"view_only", "view-only", permissions::actions_of(Role::view_only)},
        {"member", "member", permissions::actions_of(Role::member)},
        {"team_admin", "team admin", permissions::actions_of(Role::admin)},
        {"registry_admin", "registry admin", permissions::registry_admin_actions()},
        {"instance_admin", "instance admin", permissions::instance_admin_actions()},
    }};
    return all;
}

Extent extent(const ActionSet& set, Action action) {
    if (set.has(action)) return Extent::everything;
    const auto own = permissions::own_form(action);
    return own && set.has(*own) ? Extent::own : Extent::nothing;
}

const std::array<Action, permissions::action_count>& every_action() {
    static const auto all = [] {
        std::array<Action, permissions::action_count> made{};
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = static_cast<Action>(i);
        return made;
    }();
    return all;
}

std::string permission_table() {
    std::vector<std::string_view> titles;
    for (const RoleColumn& column : role_columns())
        titles.push_back(column.title);
    std::string text = line_of("action", titles) + "\n";
    for (const Action action : every_action()) {
        std::vector<std::string_view> cells;
        for (const RoleColumn& column : role_columns())
            cells.push_back(in_text(extent(column.actions, action)));
        text += line_of(permissions::name(action), cells) + "\n";
    }
    return text;
}

std::string permission_json() {
    nlohmann::ordered_json roles;
    for (const RoleColumn& column : role_columns()) {
        std::vector<std::string_view> names;
        for (const Action action : every_action()) {
            if (column.actions.has(action)) names.push_back(permissions::name(action));
        }
        std::sort(names.begin(), names.end());
        roles[std::string(column.name)] = names;
    }
    return nlohmann::ordered_json{{"roles", roles}}.dump(2) + "\n";
}

std::string permissions_as(Format format) {
    switch (format) {
    case Format::table:
        break;
    case Format::json:
        return permission_json();
    case Format::markdown:
        return permission_document();
    }
    return permission_table();
}

}  // namespace ensemble::command
