// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// The closed catalogue of what can be done. Names travel on the wire and stand in custom roles, so
// none is ever changed or used again; the order of the enumerators is that of the documents.
namespace ensemble::permissions {

// An action whose name ends in `own` covers things that the asker created; the one without covers
// everybody's. Who asks "may they?" asks for the wide one and says who created the thing.
enum class Action : std::uint8_t {
    team_read,
    team_update,
    team_invite,
    team_remove_member,
    team_set_role,
    team_manage_service_accounts,
    team_manage_webhooks,
    team_manage_secrets,
    project_create,
    project_read,
    project_update,
    project_delete,
    project_set_visibility_own,
    project_set_visibility,
    project_manage_members_own,
    project_manage_members,
    run_read,
    run_create,
    run_update_own,
    run_update,
    run_stop_own,
    run_stop,
    run_delete_own,
    run_delete,
    run_move_own,
    run_move,
    run_restore,
    sweep_read,
    sweep_create,
    sweep_update_own,
    sweep_update,
    sweep_delete_own,
    sweep_delete,
    workspace_read,
    workspace_edit_own,
    workspace_edit_shared,
    report_read,
    report_create,
    report_update_own,
    report_update,
    report_delete_own,
    report_delete,
    report_comment,
    report_follow,
    report_share_link,
    artifact_read,
    artifact_download,
    artifact_create,
    artifact_update_metadata,
    artifact_alias,
    artifact_delete,
    artifact_set_ttl,
    registry_read,
    registry_download,
    registry_create,
    registry_link,
    registry_unlink,
    registry_alias,
    registry_protected_alias,
    registry_manage_members,
    registry_manage_settings,
    registry_delete,
    automation_read,
    automation_create,
    automation_update,
    automation_delete,
    apikey_create_own,
    auditlog_read,
    org_configure,
    org_manage_users,
    org_manage_roles,
    org_manage_service_accounts,
    org_create_team,
    org_delete_team,
    org_appoint_admin,
    org_read_activity,
};

inline constexpr std::size_t action_count =
    std::size_t{1} + static_cast<std::size_t>(Action::org_read_activity);

// What an action is about, and so whose roles count.
enum class Place : std::uint8_t { instance, team, project };

// "run:delete_own".
std::string_view name(Action action);
std::optional<Action> action(std::string_view name);

// A set of actions. Plain bits: copying and testing cost nothing.
class ActionSet {
public:
    constexpr ActionSet() = default;
    template <class... Actions>
    static constexpr ActionSet of(Actions... actions) {
        ActionSet set;
        (set.add(actions), ...);
        return set;
    }

    constexpr bool has(Action action) const { return (words_[word(action)] & bit(action)) != 0; }
    constexpr void add(Action action) { words_[word(action)] |= bit(action); }
    constexpr void remove(Action action) { words_[word(action)] &= ~bit(action); }
    constexpr bool empty() const { return words_[0] == 0 && words_[1] == 0; }
    constexpr bool covers(const ActionSet& other) const {
        return (other.words_[0] & ~words_[0]) == 0 && (other.words_[1] & ~words_[1]) == 0;
    }
    constexpr ActionSet with(const ActionSet& other) const {
        return ActionSet(words_[0] | other.words_[0], words_[1] | other.words_[1]);
    }
    constexpr ActionSet without(const ActionSet& other) const {
        return ActionSet(words_[0] & ~other.words_[0], words_[1] & ~other.words_[1]);
    }
    friend constexpr bool operator==(const ActionSet&, const ActionSet&) = default;

private:
    constexpr ActionSet(std::uint64_t low, std::uint64_t high) : words_{low, high} {}
    static constexpr std::size_t word(Action action) {
        return static_cast<std::size_t>(action) / 64;
    }
    static constexpr std::uint64_t bit(Action action) {
        return std::uint64_t{1} << (static_cast<std::size_t>(action) % 64);
    }

    std::array<std::uint64_t, 2> words_{};
};
static_assert(action_count <= 128);

// These three are asked in every decision, so the compiler sees what they do.
constexpr Place place(Action action) {
    using enum Action;
    if (action >= org_configure || action == apikey_create_own) return Place::instance;
    if (action <= project_create || action == auditlog_read) return Place::team;
    return action >= registry_read && action <= registry_delete ? Place::team : Place::project;
}

// Changes nothing. Downloads count as reading.
constexpr bool reads(Action action) {
    using enum Action;
    constexpr auto reading =
        ActionSet::of(team_read, project_read, run_read, sweep_read, workspace_read, report_read,
                      artifact_read, artifact_download, registry_read, registry_download,
                      automation_read, auditlog_read, org_read_activity);
    return reading.has(action);
}

// run:delete → run:delete_own; nullopt where there is none.
constexpr std::optional<Action> own_form(Action action) {
    using enum Action;
    // In the catalogue the own form stands right before the wide one.
    constexpr auto wide = ActionSet::of(project_set_visibility, project_manage_members, run_update,
                                        run_stop, run_delete, run_move, sweep_update, sweep_delete,
                                        report_update, report_delete);
    if (!wide.has(action)) return std::nullopt;
    return static_cast<Action>(static_cast<std::uint8_t>(action) - 1);
}

}  // namespace ensemble::permissions
