// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/run_files.h"

#include <algorithm>
#include <map>

#include "daemon/storage/database.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/nodes.h"
#include "daemon/wandb/run_node.h"
#include "daemon/wandb/run_record.h"
#include "daemon/wandb/started_run.h"
#include "daemon/wandb/transfer.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;

namespace {

struct FileNode {
    Session& session;
    storage::RunFile file;  // id zero: a name without bytes yet
    bool for_upload = false;
    bool writable = false;  // by the caller
};

// An address to upload to is for those who may change the run.
Value address_of(const FileNode& node, bool for_upload) {
    const Address address{Address::Kind::run_file, node.file.run.value, node.file.name};
    if (!for_upload) return download_address(node.session, address);
    return node.writable ? Value(upload_address(node.session, address)) : Value();
}

bool writable(const RunNode& node) {
    const UserId creator = maker(*node.run, node.session.caller.user.id, Action::run_update);
    return may(node.session, Action::run_update, target(*node.place, creator));
}

const graphql::Type<FileNode>& file_type() {
    static const graphql::Type<FileNode> type{
        "File",
        {},
        {
            {"id",
             [](const FileNode& node, const Arguments&) -> Outcome {
                 return global_id("File", node.file.id);
             }},
            {"name",
             [](const FileNode& node, const Arguments&) -> Outcome { return node.file.name; }},
            {"displayName",
             [](const FileNode& node, const Arguments&) -> Outcome { return node.file.name; }},
            {"url",
             [](const FileNode& node, const Arguments& arguments) -> Outcome {
                 return address_of(node, arguments.boolean("upload").value_or(node.for_upload));
             }},
            {"directUrl",
             [](const FileNode& node, const Arguments&) -> Outcome {
                 return address_of(node, false);
             }},
            {"uploadUrl",
             [](const FileNode& node, const Arguments&) -> Outcome {
                 return address_of(node, true);
             }},
            {"sizeBytes",
             [](const FileNode& node, const Arguments&) -> Outcome { return node.file.bytes; }},
            {"mimetype",
             [](const FileNode& node, const Arguments&) -> Outcome {
                 return text_or_null(node.file.media_type);
             }},
            {"updatedAt",
             [](const FileNode& node, const Arguments&) -> Outcome {
                 return node.file.id ? Value(iso_text(node.file.updated_at)) : Value();
             }},
            {"md5",
             [](const FileNode& node, const Arguments&) -> Outcome {
                 return text_or_null(node.file.md5);
             }},
            {"digest",
             [](const FileNode& node, const Arguments&) -> Outcome {
                 return text_or_null(node.file.md5);
             }},
        }};
    return type;
}

Value file_value(Session& session, storage::RunFile file, bool for_upload, bool writable) {
    return graphql::object(file_type(), FileNode{session, std::move(file), for_upload, writable});
}

// The files of these names, in this order. A name without bytes comes too: it can be uploaded to.
Result<Page> named_files(const RunNode& node, const std::vector<std::string_view>& names) {
    Page page;
    const bool may_write = writable(node);
    for (const std::string_view wanted : names) {
        auto name = file_name(wanted);
        if (!name) continue;
        auto found = node.session.rooms().files.find(node.run->id, *name);
        if (!found) return found.error();
        storage::RunFile file;
        if (*found) {
            file = std::move(**found);
        } else {
            file.run = node.run->id;
            file.name = *name;
        }
        page.edges.push_back(
            {{"node", file_value(node.session, std::move(file), !*found, may_write)},
             {"cursor", *name}});
    }
    return page;
}

// The cursor is the name, so that pages stay in step while files come in.
Result<Page> listed_files(const RunNode& node, const Arguments& arguments) {
    constexpr std::int64_t page_default = 50;
    const std::int64_t first =
        std::clamp<std::int64_t>(arguments.integer("first").value_or(page_default), 0,
                                 static_cast<std::int64_t>(limits::page_items_max));
    const bool for_upload = arguments.boolean("upload").value_or(false);
    auto found =
        node.session.rooms().files.list(node.run->id, arguments.text("pattern").value_or(""),
                                        arguments.text("after").value_or(""), first + 1);
    if (!found) return found.error();
    Page page;
    const bool may_write = writable(node);
    page.more = found->size() > static_cast<std::size_t>(first);
    if (page.more) found->resize(static_cast<std::size_t>(first));
    for (storage::RunFile& file : *found) {
        std::string name = file.name;
        page.edges.push_back(
            {{"node", file_value(node.session, std::move(file), for_upload, may_write)},
             {"cursor", std::move(name)}});
    }
    return page;
}

}  // namespace

Outcome file_count(const RunNode& node, const Arguments&) {
    auto count = node.session.rooms().files.count(node.run->id);
    return count ? Outcome(*count) : Outcome(count.error());
}

Outcome files(const RunNode& node, const Arguments& arguments) {
    const auto names = arguments.texts("names");
    auto page =
        names && !names->empty() ? named_files(node, *names) : listed_files(node, arguments);
    if (!page) return page.error();
    return connection(std::move(*page));
}

Outcome create_run_files(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const auto names = input->texts("files").value_or(std::vector<std::string_view>());
    const auto run_name = input->text("runName");
    if (auto fine = input->check(); !fine) return fine.error();
    auto found = started_run(root.session, input->text("entityName"), input->text("projectName"),
                             run_name.value_or(""));
    if (!found) return found.error();
    List files;
    for (const std::string_view asked : names) {
        auto name = file_name(asked);
        if (!name) root.session.context.log("a run file is refused: " + name.error().detail);
        // One name that we do not take must not lose the other files of the batch.
        Value url;
        if (name)
            url =
                upload_address(root.session, {Address::Kind::run_file, found->run.id.value, *name});
        files.push_back(record("File", {{"name", asked}, {"uploadUrl", std::move(url)}}));
    }
    return record("CreateRunFilesPayload", {{"runID", global_id("Run", found->run.id)},
                                            {"uploadHeaders", List()},
                                            {"files", std::move(files)}});
}

// Nothing to do: a file is there as soon as its bytes are.
Outcome mark_run_files_uploaded(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    auto found = started_run(root.session, input->text("entityName"), input->text("projectName"),
                             input->text("runName").value_or(""));
    if (!found) return found.error();
    return record("MarkRunFilesUploadedPayload", {{"success", true}});
}

Outcome delete_files(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    const auto ids = input ? input->texts("files") : std::nullopt;
    if (auto fine = arguments.check(); !fine) return fine.error();
    if (!ids) return fail(ErrorCode::bad_request, "input.files is missing");
    std::vector<storage::RunFile> files;
    std::map<RunId, FoundRun> runs;
    for (const std::string_view id : *ids) {
        const auto number = read_global_id("File", id);
        auto file = number ? root.session.rooms().files.find(FileId{*number})
                           : Result<std::optional<storage::RunFile>>(std::nullopt);
        if (!file) return file.error();
        if (!*file) return fail(ErrorCode::not_found, "file " + std::string(id) + " not found");
        auto run = run_for(root.session, global_id("Run", (*file)->run), Action::run_delete);
        if (!run) return fail(ErrorCode::not_found, "file " + std::string(id) + " not found");
        files.push_back(std::move(**file));
        runs.insert_or_assign(run->run.id, *std::move(run));
    }
    auto transaction = root.session.rooms().runs.begin();
    if (!transaction) return transaction.error();
    for (const storage::RunFile& file : files) {
        auto removed = root.session.rooms().files.remove(file.id);
        if (!removed) return removed.error();
    }
    for (const auto& [id, run] : runs) {
        auto recorded = record_files_deleted(root.session, *run.place, run.run, files);
        if (!recorded) return recorded.error();
    }
    if (auto done = transaction->commit(); !done) return done.error();
    return record("DeleteFilesPayload", {{"success", true}});
}

}  // namespace ensemble::wandb
