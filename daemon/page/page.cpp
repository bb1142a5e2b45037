// SPDX-License-Identifier: Apache-2.0
#include "daemon/page/page.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "daemon/http/status.h"
#include "daemon/page/assets.h"
#include "shared/base/crc32c.h"
#include "shared/base/encoding.h"

namespace ensemble::page {

namespace {

constexpr std::string_view policy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

std::string_view media_type(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".wasm", "application/wasm"},
        {".svg", "image/svg+xml"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".woff2", "font/woff2"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    for (const auto& [ending, type] : types) {
        if (name.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

struct Asset {
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> packed;  // null when not worth it
    std::string tag;
    std::string type;
    bool immutable = false;  // its name changes with its content
};

using Assets = std::unordered_map<std::string, Asset>;

std::shared_ptr<const Assets> load() {
    auto assets = std::make_shared<Assets>();
    for (const EmbeddedFile& file : embedded_files()) {
        Asset asset;
        asset.bytes = std::make_shared<const std::string>(file.bytes());
        if (file.packed_begin != nullptr && file.packed().size() < file.bytes().size())
            asset.packed = std::make_shared<const std::string>(file.packed());
        const std::uint32_t sum = crc32c(file.bytes());
        asset.tag = "\"" + hex({reinterpret_cast<const char*>(&sum), sizeof sum}) + "-" +
                    std::to_string(file.bytes().size()) + "\"";
        asset.type = media_type(file.name);
        asset.immutable = std::string_view(file.name).starts_with("assets/");
        assets->emplace(file.name, std::move(asset));
    }
    return assets;
}

http::Response serve(const Asset& asset, const http::Request& request) {
    http::Response response;
    response.headers = {
        {"Content-Type", asset.type},
        {"ETag", asset.tag},
        {"Vary", "Accept-Encoding"},
        {"Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
        {"Content-Security-Policy", std::string(policy)},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
    };
    if (request.header("If-None-Match") == asset.tag) {
        response.status = 304;
        return response;
    }
    const bool packs = request.header("Accept-Encoding").find("br") != std::string_view::npos;
    if (packs && asset.packed) {
        response.headers.emplace_back("Content-Encoding", "br");
        response.body = asset.packed;
    } else {
        response.body = asset.bytes;
    }
    return response;
}

bool looks_like_a_file(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
    for (const std::string_view ending : {".js", ".css", ".map", ".wasm", ".woff2", ".webmanifest"})
        if (last.ends_with(ending)) return true;
    return path.starts_with("assets/") || path.starts_with("api/");
}

}  // namespace

void add_routes(http::Router& router) {
    const auto assets = load();
    const auto handler = [assets](http::Request&& request, http::Reply reply) {
        const std::string path = request.params.empty() ? "" : request.params.front();
        auto found = assets->find(path);
        if (found == assets->end() && looks_like_a_file(path))
            return reply(
                http::error_response(fail(ErrorCode::not_found, "There is nothing here.")));
        if (found == assets->end()) found = assets->find("index.html");
        if (found == assets->end())
            return reply(http::text(503, "This build of ensembled has no page inside.\n"));
        reply(serve(found->second, request));
    };
    for (const std::string pattern : {"/", "/{path...}"}) {
        http::Route route;
        route.method = "GET";
        route.pattern = pattern;
        route.where = http::Where::io;
        route.handler = handler;
        router.add(std::move(route));
    }
}

}  // namespace ensemble::page
