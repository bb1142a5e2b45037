// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "daemon/wandb/artifact_node.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/transfer.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using graphql::record;

namespace {

bool downloadable(const ArtifactNode& node) {
    return may(node.session, permissions::Action::artifact_download,
               target(*node.place, node.artifact.author));
}

// Where the bytes of an entry are, for those who may have them: with us, or where a reference
// points.
Value address_of(const ArtifactNode& node, const storage::ArtifactFile& file) {
    if (!downloadable(node)) return {};
    if (file.blob.empty()) return file.ref;
    return download_address(node.session, {Address::Kind::blob, node.place->project.id.value,
                                           file.blob + "/" + std::string(base_name(file.path))});
}

Value file_value(const ArtifactNode& node, const storage::ArtifactFile& file) {
    const Value address = address_of(node, file);
    const std::string md5 = hex(from_base64(file.md5).value_or(""));
    return record("File", {{"id", global_id("ArtifactFile", node.artifact.id) + ":" + file.path},
                           {"name", file.path},
                           {"displayName", file.path},
                           {"url", address},
                           {"directUrl", address},
                           {"sizeBytes", file.bytes},
                           {"storagePath", file.blob.empty() ? Value() : Value("artifact/" + md5)},
                           {"mimetype", media_type(file.path)},
                           {"updatedAt", iso_text(node.artifact.updated_at)},
                           {"digest", file.md5},
                           {"md5", file.md5}});
}

Result<std::vector<storage::ArtifactFile>> named(const ArtifactNode& node,
                                                 const std::vector<std::string_view>& names) {
    std::vector<storage::ArtifactFile> found;
    for (const std::string_view name : names) {
        if (name.empty()) continue;
        // No path lies between this text and the name: 0xFF is in no UTF-8.
        std::string before(name);
        before.back() = static_cast<char>(before.back() - 1);
        before += '\xFF';
        auto files = node.session.rooms().artifacts.files(node.artifact.id, before, 1);
        if (!files) return files.error();
        if (!files->empty() && files->front().path == name)
            found.push_back(std::move(files->front()));
    }
    return found;
}

}  // namespace

Outcome artifact_files(const ArtifactNode& node, const Arguments& arguments) {
    constexpr std::int64_t page_default = 50;
    const std::int64_t first =
        std::clamp<std::int64_t>(arguments.integer("first").value_or(page_default), 0,
                                 static_cast<std::int64_t>(limits::page_items_max));
    const auto names = arguments.texts("names");
    const bool by_name = names && !names->empty();
    auto files = by_name ? named(node, *names)
                         : node.session.rooms().artifacts.files(
                               node.artifact.id, arguments.text("after").value_or(""), first + 1);
    if (!files) return files.error();
    Page page;
    page.total = node.artifact.file_count;
    page.more = !by_name && files->size() > static_cast<std::size_t>(first);
    if (page.more) files->resize(static_cast<std::size_t>(first));
    for (const storage::ArtifactFile& file : *files)
        page.edges.push_back({{"node", file_value(node, file)}, {"cursor", file.path}});
    return connection(std::move(page));
}

Outcome current_manifest(const ArtifactNode& node, const Arguments&) {
    auto manifests = node.session.rooms().artifacts.manifests(node.artifact.id);
    if (!manifests) return manifests.error();
    for (const storage::ManifestFile& one : *manifests) {
        if (one.kind != "FULL" || one.digest.empty()) continue;
        const std::string address = download_address(
            node.session, {Address::Kind::manifest, one.id.value, "wandb_manifest.json"});
        return record("ArtifactManifest",
                      {{"id", global_id("ArtifactManifest", one.id)},
                       {"file", record("File", {{"id", global_id("File", one.id.value)},
                                                {"name", "wandb_manifest.json"},
                                                {"url", address},
                                                {"directUrl", address}})}});
    }
    return Value();
}

}  // namespace ensemble::wandb
