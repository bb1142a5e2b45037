// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "daemon/api/console_download.h"
#include "daemon/api/console_line.h"
#include "daemon/api/door.h"
#include "daemon/http/status.h"
#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::size_t lines_max = 5'000;
constexpr std::size_t matches_max = 10'000;
// Of one answer, so that a search never holds the core thread for long.
constexpr std::int64_t searched_max = 50'000;

std::int64_t number(const http::Request& request, std::string_view name, std::int64_t fallback) {
    const auto text = request.parameter(name);
    std::int64_t value = fallback;
    if (text) std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
}

using Matches = std::function<bool(const std::string&)>;

Result<Matches> matcher(const std::string& pattern, bool regular) {
    if (pattern.size() > limits::pattern_bytes_max)
        return fail(ErrorCode::too_large, "The search is longer than 512 bytes.");
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_literal(!regular);
    options.set_log_errors(false);
    options.set_max_mem(limits::pattern_memory_bytes_max);
    // Linear in the line whatever the pattern, so that no search can hold the core thread.
    auto expression = std::make_shared<RE2>(pattern, options);
    if (!expression->ok())
        return fail(ErrorCode::bad_request, "The expression is broken: " + expression->error());
    return Matches(
        [expression](const std::string& text) { return RE2::PartialMatch(text, *expression); });
}

Result<http::Response> search(Rooms& rooms, RunId run, const std::string& pattern, bool regular,
                              std::int64_t first, std::int64_t total) {
    auto matches = matcher(pattern, regular);
    if (!matches) return matches.error();
    json numbers = json::array();
    std::int64_t next = std::max<std::int64_t>(first, 0);
    for (std::int64_t searched = 0;
         next < total && searched < searched_max && numbers.size() < matches_max;) {
        auto lines = rooms.recorder.console(run, next, lines_max);
        if (!lines) return lines.error();
        if (lines->empty()) next = total;
        for (const recording::ConsoleLine& line : *lines) {
            if (numbers.size() == matches_max) break;
            next = line.number + 1;
            if ((*matches)(visible_text(parse_console_line(line.text).text)))
                numbers.push_back(line.number);
        }
        searched += static_cast<std::int64_t>(lines->size());
    }
    return answer(200, {{"total", total},
                        {"matches", std::move(numbers)},
                        {"more", false},
                        {"next", next < total ? json(next) : json(nullptr)}});
}

Result<http::Response> console(Rooms& rooms, const http::Request& request) {
    auto found = visit_run(rooms, request);
    if (!found) return found.error();
    auto counts = rooms.recorder.counts(found->run.id);
    if (!counts) return counts.error();
    const std::int64_t total = counts->console_lines;
    if (const auto pattern = request.parameter("search"); pattern && !pattern->empty())
        return search(rooms, found->run.id, *pattern, request.parameter("regex") == "1",
                      number(request, "first", 0), total);
    std::int64_t first = number(request, "first", 0);
    if (first < 0) first = std::max<std::int64_t>(0, total + first);
    const auto max = static_cast<std::size_t>(
        std::clamp<std::int64_t>(number(request, "max", 1'000), 0, lines_max));
    auto lines = rooms.recorder.console(found->run.id, first, max);
    if (!lines) return lines.error();
    json list = json::array();
    for (const recording::ConsoleLine& line : *lines) {
        ConsoleText parsed = parse_console_line(line.text);
        list.push_back({{"number", line.number},
                        {"time", std::move(parsed.time)},
                        {"error", parsed.error},
                        {"label", std::move(parsed.label)},
                        {"text", std::move(parsed.text)}});
    }
    return answer(200, {{"total", total}, {"lines", std::move(list)}});
}

void download(Rooms& rooms, const http::Request& request, http::Reply reply) {
    auto found = visit_run(rooms, request);
    if (!found) return reply(http::error_response(found.error()));
    download_console(rooms, found->run.id, std::move(reply));
}

}  // namespace

void add_console_routes(http::Router& router, Rooms& rooms) {
    const std::string run = "/api/runs/{team}/{project}/{run}";
    add(router, "GET", run + "/console",
        [&rooms](const http::Request& request) { return console(rooms, request); });
    http::Route whole;
    whole.method = "GET";
    whole.pattern = run + "/console.txt";
    whole.handler = [&rooms](http::Request&& request, http::Reply reply) {
        download(rooms, request, std::move(reply));
    };
    router.add(std::move(whole));
}

}  // namespace ensemble::api
