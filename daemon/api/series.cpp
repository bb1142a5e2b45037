// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "shared/base/limits.h"
#include "shared/metrics/curves.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::size_t series_max = 20'000;

struct Wanted {
    ProjectId project;
    std::vector<RunId> runs;
    std::vector<std::string> keys;
    recording::SeriesRequest request;
};

Result<void> read_lists(const json& fields, Wanted& wanted) {
    const auto project = fields.find("project");
    if (project == fields.end() || !project->is_number_integer())
        return fail(ErrorCode::bad_request, "\"project\" is not a number.");
    wanted.project.value = project->get<std::int64_t>();
    const auto runs = fields.find("runs");
    const auto keys = fields.find("keys");
    if (runs == fields.end() || !runs->is_array() || keys == fields.end() || !keys->is_array())
        return fail(ErrorCode::bad_request, "\"runs\" and \"keys\" are lists.");
    if (runs->size() > limits::series_runs_max || keys->size() > limits::series_keys_max ||
        runs->size() * keys->size() > series_max)
        return fail(ErrorCode::too_large, "At most 100 runs, 200 keys and 20,000 series.");
    for (const json& run : *runs) {
        if (!run.is_number_integer()) return fail(ErrorCode::bad_request, "A run is a number.");
        wanted.runs.push_back({run.get<std::int64_t>()});
    }
    for (const json& key : *keys) {
        if (!key.is_string()) return fail(ErrorCode::bad_request, "A key is a string.");
        wanted.keys.push_back(key.get<std::string>());
    }
    return {};
}

Result<Wanted> read(const http::Request& request) {
    auto fields = body(request);
    if (!fields) return fields.error();
    Wanted wanted;
    if (auto lists = read_lists(*fields, wanted); !lists) return lists.error();
    auto stream = string_field(*fields, "stream", 16);
    auto x = string_field(*fields, "x", limits::key_bytes_max);
    if (!stream || !x) return fail(ErrorCode::bad_request, "\"stream\" and \"x\" are strings.");
    if (*stream == "events") wanted.request.stream = recording::Stream::events;
    if (!x->empty()) wanted.request.x = std::move(*x);
    if (const auto range = fields->find("range"); range != fields->end() && !range->is_null()) {
        if (!range->is_array() || range->size() != 2 || !(*range)[0].is_number() ||
            !(*range)[1].is_number())
            return fail(ErrorCode::bad_request, "\"range\" is a list of two numbers.");
        wanted.request.x_min = (*range)[0].get<double>();
        wanted.request.x_max = (*range)[1].get<double>();
        if (!(*wanted.request.x_min <= *wanted.request.x_max))
            return fail(ErrorCode::bad_request, "\"range\" goes from small to large.");
    }
    if (const auto points = fields->find("points"); points != fields->end()) {
        if (!points->is_number_unsigned())
            return fail(ErrorCode::bad_request, "\"points\" is a number.");
        wanted.request.points_max =
            std::clamp<std::size_t>(points->get<std::size_t>(), 1, limits::series_buckets_max);
    }
    return wanted;
}

Result<http::Response> curves(Rooms& rooms, const http::Request& request) {
    auto who = visitor(rooms, request);
    if (!who) return who.error();
    auto wanted = read(request);
    if (!wanted) return wanted.error();
    auto index = rooms.index.project(wanted->project);
    if (!may(rooms, *who, permissions::Action::run_read, wanted->project) || !index)
        return missing(*who, "The project");
    std::string out = metrics::begin_curves(wanted->runs.size() * wanted->keys.size());
    for (const RunId run : wanted->runs) {
        const run_index::Row* row = (*index)->find(run);
        const bool there = row != nullptr && !row->deleted;
        for (std::size_t key = 0; key < wanted->keys.size(); ++key) {
            metrics::Series series;
            if (there) {
                wanted->request.key = wanted->keys[key];
                auto found = rooms.recorder.series(run, wanted->request);
                if (!found) return found.error();
                series = std::move(*found);
            }
            metrics::append_curve(out, run.value, static_cast<std::uint32_t>(key), series);
        }
    }
    http::Response response;
    response.headers = {{"Content-Type", "application/octet-stream"},
                        {"Cache-Control", "no-store"}};
    response.body = std::move(out);
    return response;
}

}  // namespace

void add_series_routes(http::Router& router, Rooms& rooms) {
    add(
        router, "POST", "/api/series",
        [&rooms](const http::Request& request) { return curves(rooms, request); },
        limits::page_body_bytes_max);
}

}  // namespace ensemble::api
