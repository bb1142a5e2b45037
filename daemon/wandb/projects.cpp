// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/projects.h"

#include "daemon/wandb/artifact_lists.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/nodes.h"
#include "daemon/wandb/run_lists.h"
#include "daemon/wandb/run_node.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

using Field = Outcome (*)(const ProjectNode&, const Arguments&);

Outcome run(const ProjectNode& node, const Arguments& arguments) {
    const std::string_view name = arguments.text("name").value_or("");
    if (name.empty()) return Value();
    auto found = node.session.rooms().runs.find(node.place->project.id, name);
    if (!found) return found.error();
    if (!*found) return Value();
    return run_value(node.session, FoundRun{node.place, std::move(**found)});
}

Outcome author(const ProjectNode& node, const Arguments&) {
    auto found = node.session.rooms().users.find(node.place->project.author);
    if (!found) return found.error();
    return *found ? user_value(node.session, std::move(**found)) : Value();
}

Outcome entity_of(const ProjectNode& node, const Arguments&) {
    return team_value(node.session, node.place->team);
}

permissions::Visibility visibility_of(const ProjectNode& node) {
    const records::Project* project = node.session.state().project(node.place->project.id);
    return project != nullptr ? project->visibility : permissions::Visibility::team;
}

// By the names that the protocol has for it.
Outcome access(const ProjectNode& node, const Arguments&) {
    switch (visibility_of(node)) {
    case permissions::Visibility::open:
        return "USER_WRITE";
    case permissions::Visibility::public_:
        return "USER_READ";
    case permissions::Visibility::team:
        return "PRIVATE";
    case permissions::Visibility::restricted:
        return "RESTRICTED";
    }
    return "RESTRICTED";
}

Outcome read_only(const ProjectNode& node, const Arguments&) {
    return !may(node.session, permissions::Action::run_create, target(*node.place, {}));
}

constexpr Field no = [](const ProjectNode&, const Arguments&) -> Outcome { return false; };
constexpr Field nothing = [](const ProjectNode&, const Arguments&) -> Outcome { return Value(); };
constexpr Field none = [](const ProjectNode&, const Arguments&) -> Outcome {
    return connection(Page{{}, false, 0});
};

using Fields = std::unordered_map<std::string_view, Field>;

Fields own_fields() {
    return {
        {"id",
         [](const ProjectNode& node, const Arguments&) -> Outcome {
             return global_id("Project", node.place->project.id);
         }},
        {"internalId",
         [](const ProjectNode& node, const Arguments&) -> Outcome {
             return global_id("ProjectInternalId", node.place->project.id);
         }},
        {"name",
         [](const ProjectNode& node, const Arguments&) -> Outcome {
             return node.place->project.name;
         }},
        {"entityName",
         [](const ProjectNode& node, const Arguments&) -> Outcome {
             return node.place->team.name;
         }},
        {"entity", entity_of},
        {"description",
         [](const ProjectNode& node, const Arguments&) -> Outcome {
             return text_or_null(node.place->project.description);
         }},
        {"createdAt",
         [](const ProjectNode& node, const Arguments&) -> Outcome {
             return iso_text(node.place->project.created_at);
         }},
        {"updatedAt",
         [](const ProjectNode& node, const Arguments&) -> Outcome {
             return iso_text(node.place->project.updated_at);
         }},
        {"user", author},
        {"isBenchmark", no},
        {"readOnly", read_only},
        {"access", access},
        {"views", nothing},
        {"repo", nothing},
        {"dockerImage", nothing},
        {"runCount", run_count},
        {"totalRuns", run_count},
        {"runs", run_list},
        {"buckets", run_list},
        {"run", run},
        {"bucket", run},
        // There are no sweeps and no saved views yet.
        {"sweep", nothing},
        {"sweeps", none},
        {"totalSweeps", [](const ProjectNode&, const Arguments&) -> Outcome { return 0; }},
        {"allViews", none},
    };
}

Fields artifact_fields() {
    return {
        {"artifact", project_artifact},
        {"artifactType", project_artifact_type},
        {"artifactTypes", project_artifact_types},
        {"artifactCollection", project_collection},
        {"artifactCollections", project_collections},
        {"artifactCollectionMembership", project_membership},
    };
}

const graphql::Type<ProjectNode>& project_type() {
    static const graphql::Type<ProjectNode> type = [] {
        graphql::Type<ProjectNode> made{"Project", {"Model"}, own_fields()};
        made.fields.merge(artifact_fields());
        return made;
    }();
    return type;
}

}  // namespace

Value project_value(Session& session, std::shared_ptr<const Place> place) {
    return graphql::object(project_type(), ProjectNode{session, std::move(place)});
}

Outcome project(const Root& root, const Arguments& arguments) {
    auto place = find_place(root.session, arguments.text("entityName"), arguments.text("name"));
    if (!place) return place.error();
    return *place ? project_value(root.session, *place) : Value();
}

Outcome project_list(const Root& root, const Arguments& arguments) {
    auto team = find_team(root.session, arguments.text("entityName"));
    if (!team) return team.error();
    if (!*team) return Value();
    auto projects = root.session.rooms().projects.list((*team)->id);
    if (!projects) return projects.error();
    std::erase_if(*projects, [&](const projects::Project& project) {
        return !may(root.session, permissions::Action::project_read, {(*team)->id, project.id, {}});
    });
    constexpr std::size_t page_default = 50;
    return connection(page(
        window(arguments, projects->size(), page_default), projects->size(), [&](std::size_t i) {
            return project_value(root.session,
                                 std::make_shared<Place>(Place{**team, (*projects)[i]}));
        }));
}

Outcome upsert_model(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    Session& session = root.session;
    const std::string_view name = input->text("name").value_or("");
    const auto description = input->text("description");
    if (auto fine = input->check(); !fine) return fine.error();
    if (name.empty()) return fail(ErrorCode::bad_request, "A project needs a name");
    if (name.starts_with("wandb-registry-"))
        return fail(ErrorCode::unsupported, "registries are not supported by this server yet");
    if (description && description->size() > limits::notes_bytes_max)
        return fail(ErrorCode::too_large, "The description is too long");
    auto before = find_place(session, input->text("entityName"), name);
    if (!before) return before.error();
    auto place =
        ensure_place(session, input->text("entityName"), name, permissions::Action::project_read);
    if (!place) return place.error();
    if (description) {
        auto done = submit(
            session, projects::DescribeProject{(*place)->project.id, std::string(*description)},
            (*place)->team.id);
        if (!done) return done.error();
        place = find_place(session, input->text("entityName"), name);
        if (!place) return place.error();
    }
    Value made = project_value(session, *place);
    return graphql::record("UpsertModelPayload",
                           {{"model", made}, {"project", made}, {"inserted", !*before}});
}

}  // namespace ensemble::wandb
