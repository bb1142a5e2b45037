// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "shared/base/encoding.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::size_t media_values_max = 10'000;

Result<http::Response> list(Rooms& rooms, const http::Request& request) {
    auto found = visit_run(rooms, request);
    if (!found) return found.error();
    auto files = rooms.files.list(found->run.id, "", "", -1);
    if (!files) return files.error();
    json out = json::array();
    for (const storage::RunFile& file : *files) {
        out.push_back({{"name", file.name},
                       {"bytes", file.bytes},
                       {"media_type", file.media_type},
                       {"updated_at_ms", file.updated_at.ms}});
    }
    return answer(200, {{"files", std::move(out)}});
}

// The name for a download, in the form of RFC 6266 that every browser reads.
std::string attachment(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    return "attachment; filename*=UTF-8''" + percent_encode(name);
}

// What a script uploaded may be hostile: it never runs as a page of ours. Everything is sandboxed,
// and what browsers would run is sent as text, unless a frame asks for the page.
std::string harmless(std::string_view media_type) {
    for (const std::string_view kind : {"image/png", "image/jpeg", "image/gif", "image/webp",
                                        "image/bmp", "audio/", "video/", "application/json"}) {
        if (media_type.starts_with(kind)) return std::string(media_type);
    }
    if (media_type == "image/svg+xml") return std::string(media_type);
    if (media_type.starts_with("text/")) return "text/plain; charset=utf-8";
    return "application/octet-stream";
}

Result<http::Response> bytes(Rooms& rooms, const http::Request& request) {
    auto found = visit_run(rooms, request);
    if (!found) return found.error();
    auto file = rooms.files.find(found->run.id, request.params.at(3));
    if (!file) return file.error();
    if (!*file) return fail(ErrorCode::not_found, "The file was not found.");
    auto descriptor = rooms.blobs.open((*file)->digest);
    if (!descriptor) return descriptor.error();
    // A frame of ours may show a logged page: the sandbox keeps it from acting and from us.
    const bool page =
        request.parameter("page") == "1" && (*file)->media_type.starts_with("text/html");
    http::Response response;
    response.headers = {
        {"Content-Type", page ? "text/html; charset=utf-8" : harmless((*file)->media_type)},
        {"Accept-Ranges", "bytes"},
        {"Cache-Control", "private, no-cache"},
        {"ETag", "\"" + (*file)->digest.substr(0, 32) + "\""},
        {"Content-Security-Policy",
         "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
         "frame-ancestors 'self'"}};
    if (request.parameter("download") == "1")
        response.headers.emplace_back("Content-Disposition", attachment((*file)->name));
    response.body = http::FileBody{*descriptor, 0, (*file)->bytes};
    return response;
}

Result<http::Response> media(Rooms& rooms, const http::Request& request) {
    auto found = visit_run(rooms, request);
    if (!found) return found.error();
    auto values = rooms.recorder.texts(found->run.id, request.parameter("key").value_or(""),
                                       media_values_max);
    if (!values) return values.error();
    json out = json::array();
    for (const auto& [step, text] : *values) {
        json value = json::parse(text, nullptr, false);
        if (value.is_discarded()) value = text;
        out.push_back({{"step", step}, {"value", std::move(value)}});
    }
    return answer(200, {{"values", std::move(out)}});
}

}  // namespace

void add_file_routes(http::Router& router, Rooms& rooms) {
    const std::string run = "/api/runs/{team}/{project}/{run}";
    add(router, "GET", run + "/files",
        [&rooms](const http::Request& request) { return list(rooms, request); });
    add(router, "GET", run + "/files/{name...}",
        [&rooms](const http::Request& request) { return bytes(rooms, request); });
    add(router, "GET", run + "/media",
        [&rooms](const http::Request& request) { return media(rooms, request); });
}

}  // namespace ensemble::api
