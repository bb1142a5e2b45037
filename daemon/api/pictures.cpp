// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/api/team_profile.h"
#include "daemon/http/status.h"
#include "shared/base/limits.h"

// Pictures of teams, and badges of other hosts in their introductions.
namespace ensemble::api {

using permissions::Action;

namespace {

struct Signature {
    std::string_view bytes;
    std::string_view media_type;
};

// The formats that a browser draws and that hold nothing but a picture.
std::string_view picture_type(std::string_view bytes) {
    static constexpr std::array<Signature, 4> known{{{"\x89PNG\r\n\x1a\n", "image/png"},
                                                     {"\xff\xd8\xff", "image/jpeg"},
                                                     {"GIF8", "image/gif"},
                                                     {"RIFF", "image/webp"}}};
    for (const Signature& one : known) {
        if (!bytes.starts_with(one.bytes)) continue;
        const bool webp = one.media_type == "image/webp";
        if (!webp || bytes.substr(0, 12).ends_with("WEBP")) return one.media_type;
    }
    return "";
}

http::Response picture(std::string bytes, std::string_view media_type,
                       std::string_view cache_control) {
    http::Response response = http::text(200, std::move(bytes), media_type);
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Cache-Control", std::string(cache_control));
    return response;
}

// Only what is the picture of a team that the asker may look at.
Result<http::Response> avatar(Rooms& rooms, const http::Request& request) {
    auto who = visitor(rooms, request);
    if (!who) return who.error();
    const std::string& digest = request.params.at(0);
    const records::State& state = rooms.authority.state();
    bool known = false;
    state.each(records::Kind::team, [&](const records::Row& row) {
        const auto& team = std::get<records::Team>(row);
        if (digest.empty() || team.avatar != digest) return;
        known = known || shows_profile(state, *who, team);
    });
    if (!known) return missing(*who, "The picture");
    auto bytes = rooms.blobs.read(digest, limits::avatar_bytes_max);
    if (!bytes) return bytes.error();
    const std::string_view type = picture_type(*bytes);
    // A command may name any content.
    if (type.empty()) return fail(ErrorCode::not_found, "The picture was not found.");
    return picture(*std::move(bytes), type, "private, max-age=31536000, immutable");
}

Result<http::Response> set_avatar(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    const records::State& state = rooms.authority.state();
    const records::Team* team = state.team_named(request.params.at(0));
    if (team == nullptr ||
        !records::may(state, who->asker, Action::team_read, {team->id, {}, {}}).allowed)
        return fail(ErrorCode::not_found, "The team was not found.");
    const auto decision = records::may(state, who->asker, Action::team_update, {team->id, {}, {}});
    if (!decision.allowed)
        return fail(ErrorCode::forbidden,
                    "Not allowed: " + std::string(permissions::name(decision.rule)) + ".");
    if (picture_type(request.body).empty())
        return fail(ErrorCode::bad_request, "A picture is a PNG, JPEG, GIF or WebP.");
    auto writer = rooms.blobs.start();
    if (!writer) return writer.error();
    if (auto done = (*writer)->write(request.body); !done) return done.error();
    auto blob = (*writer)->finish();
    if (!blob) return blob.error();
    auto done =
        submit(rooms, *who, teams::EditTeamProfile{.team = team->id, .avatar = blob->digest});
    if (!done) return done.error();
    return answer(200, {{"avatar", blob->digest}});
}

void badge(Rooms& rooms, const http::Request& request, const http::Reply& reply) {
    auto who = caller(rooms, request);
    if (!who) return reply(http::error_response(who.error()));
    const auto url = request.parameter("url");
    if (!url) return reply(http::error_response(fail(ErrorCode::bad_request, "url is missing.")));
    auto begun = rooms.fetch_picture(*url, [&rooms, reply](Result<Rooms::Picture> got) {
        rooms.on_core([reply, got = std::move(got)] {
            if (!got) return reply(http::error_response(got.error()));
            reply(picture(got->bytes, got->media_type, "private, max-age=3600"));
        });
    });
    if (!begun) reply(http::error_response(begun.error()));
}

}  // namespace

void add_picture_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/avatars/{digest}",
        [&rooms](const http::Request& request) { return avatar(rooms, request); });
    add(
        router, "PUT", "/api/teams/{team}/avatar",
        [&rooms](const http::Request& request) { return set_avatar(rooms, request); },
        limits::avatar_bytes_max);
    http::Route route;
    route.method = "GET";
    route.pattern = "/api/badge";
    route.handler = [&rooms](http::Request&& request, http::Reply reply) {
        badge(rooms, request, reply);
    };
    router.add(std::move(route));
}

}  // namespace ensemble::api
