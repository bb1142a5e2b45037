// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/artifact_upload.h"

#include <algorithm>
#include <unordered_map>

#include "daemon/wandb/artifact_node.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/transfer.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;

namespace {

constexpr std::size_t md5_bytes = 16;

Result<ArtifactId> base_of(Session& session, const Arguments& input) {
    const auto id = input.text("baseArtifactID");
    if (!id || id->empty()) return ArtifactId{};
    auto base = artifact_for(session, *id, Action::artifact_read);
    if (!base) return base.error();
    return base->artifact.id;
}

Value manifest_value(Session& session, const storage::ManifestFile& manifest) {
    const std::string url =
        upload_address(session, {Address::Kind::manifest, manifest.id.value, manifest.name});
    return record("ArtifactManifest",
                  {{"id", global_id("ArtifactManifest", manifest.id)},
                   {"file", record("File", {{"id", global_id("File", manifest.id)},
                                            {"name", manifest.name},
                                            {"uploadUrl", url},
                                            {"uploadHeaders", List()}})}});
}

// A script names its manifest twice, before and after it has written it. Of patches there are
// several, from several scripts.
Result<storage::ManifestFile> ensure_manifest(Session& session, storage::ManifestFile wanted) {
    auto& store = session.rooms().artifacts;
    auto all = store.manifests(wanted.artifact);
    if (!all) return all.error();
    for (storage::ManifestFile& one : *all) {
        if (one.kind != wanted.kind || wanted.kind == "PATCH") continue;
        if (!wanted.md5.empty()) one.md5 = wanted.md5;
        if (wanted.base) one.base = wanted.base;
        if (auto done = store.update_manifest(one); !done) return done.error();
        return one;
    }
    return store.add_manifest(wanted);
}

}  // namespace

Outcome create_artifact_manifest(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    auto artifact = artifact_for(root.session, input->text("artifactID"), Action::artifact_create);
    if (!artifact) return artifact.error();
    auto base = base_of(root.session, *input);
    if (!base) return base.error();
    storage::ManifestFile wanted;
    wanted.artifact = artifact->artifact.id;
    wanted.base = *base;
    wanted.kind = std::string(input->text("type").value_or("FULL"));
    wanted.md5 = std::string(input->text("digest").value_or(""));
    auto name = file_name(input->text("name").value_or("wandb_manifest.json"));
    if (auto fine = input->check(); !fine) return fine.error();
    if (!name) return name.error();
    wanted.name = std::move(*name);
    if (wanted.kind != "FULL" && wanted.kind != "PATCH" && wanted.kind != "INCREMENTAL")
        return fail(ErrorCode::bad_request, "A manifest is FULL, PATCH or INCREMENTAL");
    auto manifest = ensure_manifest(root.session, std::move(wanted));
    if (!manifest) return manifest.error();
    return record("CreateArtifactManifestPayload",
                  {{"artifactManifest", manifest_value(root.session, *manifest)}});
}

Outcome update_artifact_manifest(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    auto& store = root.session.rooms().artifacts;
    const auto id =
        read_global_id("ArtifactManifest", input->text("artifactManifestID").value_or(""));
    auto manifest = id ? store.find_manifest(ManifestId{*id})
                       : Result<std::optional<storage::ManifestFile>>(std::nullopt);
    if (!manifest) return manifest.error();
    if (!*manifest) return fail(ErrorCode::not_found, "The manifest was not found");
    auto artifact = artifact_for(root.session, global_id("Artifact", (*manifest)->artifact),
                                 Action::artifact_create);
    if (!artifact) return fail(ErrorCode::not_found, "The manifest was not found");
    auto base = base_of(root.session, *input);
    if (!base) return base.error();
    if (const auto digest = input->text("digest")) (*manifest)->md5 = std::string(*digest);
    if (*base) (*manifest)->base = *base;
    if (auto fine = input->check(); !fine) return fine.error();
    if (auto done = store.update_manifest(**manifest); !done) return done.error();
    return record("UpdateArtifactManifestPayload",
                  {{"artifactManifest", manifest_value(root.session, **manifest)}});
}

namespace {

// Versions that one batch of files names; nearly always one.
using Versions = std::unordered_map<std::string, std::shared_ptr<const ArtifactNode>>;

Result<std::shared_ptr<const ArtifactNode>> version_of(Session& session, Versions& known,
                                                       std::string_view id) {
    auto& found = known[std::string(id)];
    if (found) return found;
    auto artifact = artifact_for(session, id, Action::artifact_create);
    if (!artifact) return artifact.error();
    found = std::make_shared<const ArtifactNode>(std::move(*artifact));
    return found;
}

Result<Value> file_node(Session& session, Versions& known, const Arguments& file) {
    auto version = version_of(session, known, file.text("artifactID").value_or(""));
    if (!version) return version.error();
    const std::string_view md5_text = file.text("md5").value_or("");
    const std::string_view name = file.text("name").value_or("");
    const auto md5 = from_base64(md5_text);
    if (!md5 || md5->size() != md5_bytes)
        return fail(ErrorCode::bad_request, "The MD5 of " + std::string(name) + " is no MD5");
    auto stored = session.rooms().artifacts.find_upload((*version)->place->project.id, md5_text);
    if (!stored) return stored.error();
    const ArtifactId own = (*version)->artifact.id;
    Value url;
    if (!*stored)
        url = upload_address(session, {Address::Kind::artifact_file, own.value, hex(*md5)});
    const ArtifactId birth = *stored ? (*stored)->artifact : own;
    return record("File",
                  {{"name", name},
                   {"displayName", name},
                   {"storagePath", "artifact/" + hex(*md5)},
                   {"uploadUrl", std::move(url)},
                   {"uploadHeaders", List{"Content-MD5: " + std::string(md5_text)}},
                   {"uploadMultipartUrls", Value()},
                   {"artifact", record("Artifact", {{"id", global_id("Artifact", birth)}})}});
}

}  // namespace

Outcome create_artifact_files(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const auto wanted = input->objects("artifactFiles");
    if (auto fine = input->check(); !fine) return fine.error();
    if (wanted.size() > limits::artifact_files_per_request_max)
        return fail(ErrorCode::too_large, "too many files at once");
    Versions known;
    List edges;
    for (const Arguments& file : wanted) {
        auto node = file_node(root.session, known, file);
        if (!node) return node.error();
        edges.push_back(record({{"node", std::move(*node)}}));
    }
    return record("CreateArtifactFilesPayload", {{"files", record({{"edges", std::move(edges)}})}});
}

}  // namespace ensemble::wandb
