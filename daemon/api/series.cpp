// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "shared/base/limits.h"

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

template <class T>
void put(std::string& out, T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

template <class T>
void put_all(std::string& out, const std::vector<T>& values) {
    const std::size_t at = out.size();
    out.resize(at + values.size() * sizeof(T));
    if (!values.empty()) std::memcpy(out.data() + at, values.data(), values.size() * sizeof(T));
}

// docs/protocol.md, "Curves". Little endian like every machine that this runs on.
void encode(std::string& out, RunId run, std::size_t key, const metrics::Series& series) {
    put(out, static_cast<std::uint64_t>(run.value));
    put(out, static_cast<std::uint32_t>(key));
    put(out, std::uint32_t{series.exact ? 1u : 0u});
    put(out, series.points);
    put(out, series.not_finite);
    put(out, series.x_min);
    put(out, series.x_max);
    const std::size_t n = series.exact ? series.x.size() : series.count.size();
    put(out, static_cast<std::uint32_t>(n));
    put(out, std::uint32_t{0});
    if (series.exact) {
        put_all(out, series.x);
        put_all(out, series.y);
        return;
    }
    put_all(out, series.min);
    put_all(out, series.max);
    put_all(out, series.mean);
    put_all(out, series.count);
    if (n % 2 != 0) put(out, std::uint32_t{0});
}

Result<http::Response> curves(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    auto wanted = read(request);
    if (!wanted) return wanted.error();
    auto index = rooms.index.project(wanted->project);
    if (!may(rooms, *who, permissions::Action::read_project, wanted->project) || !index)
        return fail(ErrorCode::not_found, "The project was not found.");
    std::string out = "ESR1";
    put(out, static_cast<std::uint32_t>(wanted->runs.size() * wanted->keys.size()));
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
            encode(out, run, key, series);
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
