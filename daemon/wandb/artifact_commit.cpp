// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/artifact_node.h"
#include "daemon/wandb/artifact_upload.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/manifest.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using permissions::Action;

namespace {

Result<Manifest> load(Session& session, const storage::ManifestFile& file) {
    auto text = session.rooms().blobs.read(file.digest, limits::manifest_bytes_max);
    if (!text) return text.error();
    return read_manifest(*text);
}

// What a committed version holds.
Result<Manifest> manifest_of(Session& session, ArtifactId id) {
    auto files = session.rooms().artifacts.manifests(id);
    if (!files) return files.error();
    for (const storage::ManifestFile& one : *files) {
        if (one.kind == "FULL" && !one.digest.empty()) return load(session, one);
    }
    return Manifest{"\"version\":1,\"storagePolicy\":\"wandb-storage-policy-v1\",", {}};
}

// All that was uploaded for the version put together: a base first, then what comes on top.
Result<Manifest> combined(Session& session, const std::vector<storage::ManifestFile>& files) {
    std::optional<Manifest> made;
    for (const storage::ManifestFile& one : files) {
        if (one.digest.empty()) continue;
        if (one.base && !made) {
            auto base = manifest_of(session, one.base);
            if (!base) return base;
            made = std::move(*base);
        }
        auto part = load(session, one);
        if (!part) return part;
        if (made)
            made->merge(std::move(*part));
        else
            made = std::move(*part);
    }
    if (!made) return fail(ErrorCode::bad_request, "The manifest of the artifact was not uploaded");
    return std::move(*made);
}

Result<std::vector<storage::ArtifactFile>> stored_files(const ArtifactNode& node,
                                                        const Manifest& manifest) {
    std::vector<storage::ArtifactFile> files;
    files.reserve(manifest.entries.size());
    for (const auto& [path, entry] : manifest.entries) {
        storage::ArtifactFile file;
        file.path = path;
        file.md5 = entry.md5;
        file.bytes = entry.bytes;
        file.birth = entry.birth ? entry.birth : node.artifact.id;
        file.ref = entry.ref;
        if (entry.ref.empty()) {
            auto upload =
                node.session.rooms().artifacts.find_upload(node.place->project.id, entry.md5);
            if (!upload) return upload.error();
            if (!*upload)
                return fail(ErrorCode::bad_request,
                            "The content of \"" + path + "\" was not uploaded");
            file.blob = (*upload)->blob;
            file.bytes = (*upload)->bytes;
        }
        files.push_back(std::move(file));
    }
    return files;
}

// The manifest that is handed out: whole, and without what concerns the sender's disk.
Result<void> store_manifest(Session& session, ArtifactId artifact, const Manifest& manifest,
                            std::vector<storage::ManifestFile>& files) {
    auto writer = session.rooms().blobs.start();
    if (!writer) return writer.error();
    if (auto done = (*writer)->write(manifest.text()); !done) return done;
    auto blob = (*writer)->finish();
    if (!blob) return blob.error();
    for (storage::ManifestFile& one : files) {
        if (one.kind != "FULL") continue;
        one.digest = blob->digest;
        return session.rooms().artifacts.update_manifest(one);
    }
    storage::ManifestFile full;
    full.artifact = artifact;
    full.name = "wandb_manifest.json";
    full.kind = "FULL";
    full.digest = blob->digest;
    full.md5 = blob->md5;
    auto added = session.rooms().artifacts.add_manifest(full);
    return added ? Result<void>() : Result<void>(added.error());
}

Result<void> commit(ArtifactNode& node) {
    Session& session = node.session;
    auto files = session.rooms().artifacts.manifests(node.artifact.id);
    if (!files) return files.error();
    auto manifest = combined(session, *files);
    if (!manifest) return manifest.error();
    auto stored = stored_files(node, *manifest);
    if (!stored) return stored.error();
    if (auto done = store_manifest(session, node.artifact.id, *manifest, *files); !done)
        return done;
    auto committed = session.rooms().artifacts.commit(node.artifact.id, *stored, session.now);
    if (!committed) return committed.error();
    node.artifact = std::move(*committed);
    return {};
}

}  // namespace

Outcome commit_artifact(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    auto found = artifact_for(root.session, input ? input->text("artifactID") : std::nullopt,
                              Action::artifact_create);
    if (!found) return found.error();
    if (found->artifact.state == storage::ArtifactState::pending) {
        if (auto done = commit(*found); !done) return done.error();
    } else if (found->artifact.state == storage::ArtifactState::deleted) {
        return fail(ErrorCode::not_found, "The artifact was deleted");
    }
    return graphql::record("CommitArtifactPayload", {{"artifact", artifact_value(*found)}});
}

}  // namespace ensemble::wandb
