// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "daemon/wandb/context.h"

// Finding things on behalf of a caller. What may not be seen is not found, and the sentences do not
// tell the two apart. No name, or an empty one, means the caller's default team (of a service
// account the one it belongs to, of a key the one it is for) and the default project, or the one
// that the key is for.
namespace ensemble::wandb {

using Name = std::optional<std::string_view>;

bool may(const Session& session, permissions::Action action, const records::Target& target);
// The project itself, or something in it that this user made.
records::Target target(const Place& place, UserId creator);
// Who counts as the maker of the run: whoever sent one that is credited to somebody else may go on
// writing to it; all else is up to its author.
UserId maker(const runs::Run& run, UserId asker, permissions::Action action);

// Where runs of the caller go that name no team.
TeamId default_team(const Session& session);

// What is named or meant, whether or not the caller sees it.
Result<std::optional<teams::Team>> named_team(Session& session, Name entity);
std::string project_name(const Session& session, Name project);

// nullopt or null: not there for this caller.
Result<std::optional<teams::Team>> find_team(Session& session, Name entity);
Result<std::shared_ptr<const Place>> find_place(Session& session, Name entity, Name project);
Result<std::shared_ptr<const Place>> place_of(Session& session, ProjectId project);

struct FoundRun {
    std::shared_ptr<const Place> place;
    runs::Run run;
};
Result<std::optional<FoundRun>> find_run(Session& session, Name entity, Name project,
                                         std::string_view name);
Result<std::optional<FoundRun>> find_run(Session& session, RunId id);

// For changes: not_found with a sentence when it is not there or may not be seen, forbidden when
// only `action` is not allowed.
Result<teams::Team> team_for(Session& session, Name entity, permissions::Action action);
Result<FoundRun> run_for(Session& session, Name entity, Name project, std::string_view name,
                         permissions::Action action);
// By global id.
Result<FoundRun> run_for(Session& session, std::string_view id, permissions::Action action);
// For `action` in that project, which is made when it is missing and the caller may.
Result<std::shared_ptr<const Place>> ensure_place(Session& session, Name entity, Name project,
                                                  permissions::Action action);

// Has the command decided for the caller, at once; its refusal becomes an error. `team` is where
// it happens, for the sentence.
Result<void> submit(Session& session, sync::Command command, TeamId team = {});

}  // namespace ensemble::wandb
