// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include "daemon/http/status.h"
#include "daemon/wandb/access.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/transfer.h"
#include "shared/base/encoding.h"

namespace ensemble::wandb {

namespace {

Error no_file() {
    return fail(ErrorCode::not_found, "The file was not found");
}

Result<http::Response> run_file(Context& context, const Address& address) {
    auto run = context.rooms.runs.find(RunId{address.id});
    if (!run) return run.error();
    if (!*run || (*run)->deleted_at) return no_file();
    auto file = context.rooms.files.find(RunId{address.id}, address.name);
    if (!file) return file.error();
    if (!*file) return no_file();
    return blob_response(context, (*file)->digest, address.name);
}

Result<http::Response> manifest(Context& context, const Address& address) {
    auto found = context.rooms.artifacts.find_manifest(ManifestId{address.id});
    if (!found) return found.error();
    if (!*found || (*found)->digest.empty()) return no_file();
    return blob_response(context, (*found)->digest, (*found)->name);
}

Result<http::Response> stored(Context& context, const http::Request& request) {
    auto address = read_address(context, request.method, request.params.at(0));
    if (!address) return address.error();
    if (auto fine = check_still_allowed(context, "GET", *address); !fine) return fine.error();
    switch (address->kind) {
    case Address::Kind::run_file:
        return run_file(context, *address);
    case Address::Kind::manifest:
        return manifest(context, *address);
    case Address::Kind::blob: {
        const std::size_t slash = std::min(address->name.find('/'), address->name.size());
        return blob_response(context, std::string_view(address->name).substr(0, slash),
                             address->name);
    }
    case Address::Kind::artifact_file:
        break;
    }
    return no_file();
}

// The blob of the content with that MD5 in a version of a sequence; "" when it has none.
Result<std::string> blob_in(Context& context, ArtifactId version, std::string_view md5) {
    auto files = context.rooms.artifacts.files(version, "", -1);
    if (!files) return files.error();
    for (const storage::ArtifactFile& file : *files) {
        if (file.md5 == md5 && !file.blob.empty()) return file.blob;
    }
    return std::string();
}

// Content that a sequence of the project holds, by its MD5. The quick way is that of uploads; the
// version in which it first came may be deleted since.
Result<std::string> find_content(Context& context, ProjectId project, std::string_view sequence,
                                 std::string_view md5) {
    auto upload = context.rooms.artifacts.find_upload(project, md5);
    if (!upload) return upload.error();
    if (*upload) return (*upload)->blob;
    auto collection = context.rooms.artifacts.find_collection(project, sequence);
    if (!collection) return collection.error();
    if (!*collection) return std::string();
    auto versions = context.rooms.artifacts.versions((*collection)->id);
    if (!versions) return versions.error();
    for (const storage::Artifact& version : *versions) {
        auto blob = blob_in(context, version.id, md5);
        if (!blob || !blob->empty()) return blob;
    }
    return std::string();
}

// /artifactsV2/{region}/{entity}/{project}/{collection}/[{artifact}/]{birth}/{hex md5}/{name}: read
// with the caller's own key. The content must belong to the project that is named.
Result<http::Response> artifact_file(Context& context, const http::Request& request) {
    auto caller =
        context.rooms.accounts.identify(request, auth::Accounts::Allow::key, context.options.now());
    if (!caller) return caller.error();
    Session session{context, std::move(*caller), "", context.options.now()};
    auto place = find_place(session, request.params.at(1), request.params.at(2));
    if (!place) return place.error();
    if (!*place || !may(session, permissions::Action::artifact_download, target(**place, {})))
        return no_file();
    const std::size_t last = request.params.size() - 1;
    const auto md5 = from_hex(request.params.at(last - 1));
    if (!md5) return no_file();
    auto blob = find_content(context, (*place)->project.id, request.params.at(3), base64(*md5));
    if (!blob) return blob.error();
    if (blob->empty()) return no_file();
    return blob_response(context, *blob, request.params.at(last));
}

http::Response allow_reading(const http::Request& request) {
    http::Response response = http::text(204, "");
    const std::string_view origin = request.header("Origin");
    response.headers = {
        {"Access-Control-Allow-Origin", origin.empty() ? "*" : std::string(origin)},
        {"Access-Control-Allow-Methods", "GET, HEAD, PUT, OPTIONS"},
        {"Access-Control-Allow-Headers", "Authorization, Content-Type, Content-MD5, Range"},
        {"Access-Control-Expose-Headers", "Content-Length, Content-Range, ETag"},
        {"Access-Control-Max-Age", "3600"},
        {"Vary", "Origin"}};
    return response;
}

using Serve = Result<http::Response> (*)(Context&, const http::Request&);

void add_get(http::Router& router, Context& context, std::string pattern, Serve serve) {
    http::Route route;
    route.method = "GET";
    route.pattern = pattern;
    route.handler = [&context, serve](http::Request&& request, http::Reply reply) {
        auto response = serve(context, request);
        reply(response ? std::move(*response) : http::error_response(response.error()));
    };
    router.add(std::move(route));

    http::Route options;
    options.method = "OPTIONS";
    options.pattern = std::move(pattern);
    options.where = http::Where::io;
    options.handler = [](http::Request&& request, http::Reply reply) {
        reply(allow_reading(request));
    };
    router.add(std::move(options));
}

}  // namespace

Result<http::Response> blob_response(const Context& context, std::string_view digest,
                                     std::string_view file_name) {
    auto descriptor = context.rooms.blobs.open(digest);
    if (!descriptor) return descriptor.error();
    struct stat facts {};
    if (fstat(**descriptor, &facts) != 0)
        return fail(ErrorCode::io_error, "The file cannot be read");
    http::Response response;
    response.headers = {
        {"Content-Type", std::string(media_type(file_name))},
        {"Content-Security-Policy", "sandbox; default-src 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Access-Control-Allow-Origin", "*"},
        {"Accept-Ranges", "bytes"},
        {"Cache-Control", "private, no-cache"},
        {"ETag", "\"" + std::string(digest.substr(0, 32)) + "\""},
    };
    response.body = http::FileBody{*descriptor, 0, static_cast<std::uint64_t>(facts.st_size)};
    return response;
}

void add_download_routes(http::Router& router, Context& context) {
    add_get(router, context, "/storage/{token...}", stored);
    const std::string named = "/artifactsV2/{region}/{entity}/{project}/{collection}/";
    add_get(router, context, named + "{birth}/{md5}/{file}", artifact_file);
    add_get(router, context, named + "{artifact}/{birth}/{md5}/{file}", artifact_file);
}

}  // namespace ensemble::wandb
