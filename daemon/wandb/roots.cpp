// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/roots.h"

#include <algorithm>

#include "daemon/wandb/api_keys.h"
#include "daemon/wandb/artifact_changes.h"
#include "daemon/wandb/artifact_lists.h"
#include "daemon/wandb/artifact_upload.h"
#include "daemon/wandb/people.h"
#include "daemon/wandb/projects.h"
#include "daemon/wandb/run_changes.h"
#include "daemon/wandb/run_files.h"
#include "daemon/wandb/server_info.h"
#include "daemon/wandb/team_changes.h"
#include "daemon/wandb/team_node.h"
#include "daemon/wandb/upsert.h"

namespace ensemble::wandb {

namespace {

const graphql::Type<Root>& query_type() {
    static const graphql::Type<Root> type{
        "Query",
        {},
        {
            {"viewer", viewer},
            {"users", users},
            {"entity", entity},
            {"serverInfo", server_info},
            {"project", project},
            {"model", project},
            {"projects", project_list},
            {"models", project_list},
            {"artifact", artifact_by_id},
            {"artifactCollection", collection_by_id},
            {"clientIDMapping", client_id_mapping},
            // There are no organisations.
            {"organization", [](const Root&, const Arguments&) -> Outcome { return Value(); }},
        }};
    return type;
}

const graphql::Type<Root>& mutation_type() {
    static const graphql::Type<Root> type{"Mutation",
                                          {},
                                          {
                                              {"upsertBucket", upsert_bucket},
                                              {"deleteRun", delete_run},
                                              {"stopRun", stop_run},
                                              {"updateRunState", update_run_state},
                                              {"rewindRun", rewind_run},
                                              {"notifyScriptableRunAlert", notify_alert},
                                              {"createRunFiles", create_run_files},
                                              {"markRunFilesUploaded", mark_run_files_uploaded},
                                              {"deleteFiles", delete_files},
                                              {"upsertModel", upsert_model},
                                              {"createUser", create_user},
                                              {"createTeam", create_team},
                                              {"createInvite", create_invite},
                                              {"deleteInvite", delete_invite},
                                              {"createServiceAccount", create_service_account},
                                              {"generateApiKey", generate_api_key},
                                              {"deleteApiKey", delete_api_key},
                                              {"createArtifact", create_artifact},
                                              {"createArtifactType", create_artifact_type},
                                              {"createArtifactManifest", create_artifact_manifest},
                                              {"updateArtifactManifest", update_artifact_manifest},
                                              {"createArtifactFiles", create_artifact_files},
                                              {"commitArtifact", commit_artifact},
                                              {"useArtifact", use_artifact},
                                              {"updateArtifact", update_artifact},
                                              {"deleteArtifact", delete_artifact},
                                              {"addAliases", add_aliases},
                                              {"deleteAliases", delete_aliases},
                                          }};
    return type;
}

std::vector<std::string_view> names(const graphql::Type<Root>& type) {
    std::vector<std::string_view> found;
    for (const auto& [name, field] : type.fields)
        found.push_back(name);
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

std::vector<std::string_view> query_names() {
    return names(query_type());
}

std::vector<std::string_view> mutation_names() {
    return names(mutation_type());
}

graphql::Roots make_roots(Session& session) {
    graphql::Roots roots;
    roots.query = std::make_shared<graphql::TypedObject<Root>>(query_type(), Root{session});
    roots.mutation = std::make_shared<graphql::TypedObject<Root>>(mutation_type(), Root{session});
    return roots;
}

}  // namespace ensemble::wandb
