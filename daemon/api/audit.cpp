// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/storage/audit_log.h"

// What was done, by whom, and by which rule: as pages for reading and whole for keeping.
namespace ensemble::api {

using nlohmann::json;
using storage::AuditLog;
using storage::LogEntry;

namespace {

constexpr std::int64_t page_entries_max = 500;
constexpr std::int64_t export_entries_max = 100'000;

constexpr std::array csv_columns{"number", "at_ms",  "actor", "on_behalf_of", "device",
                                 "name",   "detail", "rule",  "command",      "refused",
                                 "before", "after",  "at"};

std::string text(const http::Request& request, std::string_view key) {
    return request.parameter(key).value_or("");
}

// A whole number from 0 on; nullopt when it is not given.
Result<std::optional<std::int64_t>> number(const http::Request& request, std::string_view key) {
    const std::string digits = text(request, key);
    if (digits.empty()) return std::optional<std::int64_t>();
    std::int64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [read, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || read != end || value < 0)
        return fail(ErrorCode::bad_request, std::string(key) + " is not a whole number.");
    return std::optional(value);
}

// "2026-11-22T02:15:06.123Z"
std::string rfc3339(Instant at) {
    using namespace std::chrono;
    const sys_time<milliseconds> whole{milliseconds{at.ms}};
    const auto day = floor<days>(whole);
    const year_month_day date{day};
    const hh_mm_ss time{whole - day};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    return out.data();
}

std::string user_name(const records::State& state, UserId id) {
    const records::User* user = state.user(id);
    return user != nullptr ? user->name : "";
}

json json_or_null(const std::string& text) {
    return text.empty() ? json() : json::parse(text, nullptr, false);
}

// Of a refusal as it was written; that only what is forbidden has a rule was not always said there.
json refused_view(const std::string& text) {
    json refused = json_or_null(text);
    if (refused.is_object() && refused.value("code", "") != "forbidden") refused["rule"] = "";
    return refused;
}

std::string rule_name(const LogEntry& entry, const json& refused) {
    if (refused.is_object()) return refused.value("rule", "");
    return entry.rule ? std::string(permissions::name(*entry.rule)) : "";
}

json view(const records::State& state, const LogEntry& entry) {
    json refused = refused_view(entry.refused);
    std::string rule = rule_name(entry, refused);
    return {{"number", entry.number},
            {"version", entry.version},
            {"at_ms", entry.at.ms},
            {"at", rfc3339(entry.at)},
            {"actor", user_name(state, entry.actor)},
            {"actor_id", entry.actor.value},
            {"on_behalf_of", user_name(state, entry.on_behalf_of)},
            {"device", entry.device},
            {"claimed_at_ms", entry.claimed_at.ms},
            {"name", entry.name},
            {"command", json_or_null(entry.text)},
            {"detail", entry.detail},
            {"rule", std::move(rule)},
            {"refused", std::move(refused)},
            {"before", json_or_null(entry.before)},
            {"after", json_or_null(entry.after)}};
}

std::string csv_cell(std::string text) {
    // A cell that a spreadsheet would take for a formula is quoted as text; some take the wide
    // signs of East Asian texts for the same.
    for (const std::string_view sign :
         {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
        if (text.compare(0, sign.size(), sign) != 0) continue;
        text.insert(0, "'");
        break;
    }
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::string csv_line(const json& entry) {
    std::string line;
    for (const char* key : csv_columns) {
        const json& value = entry.at(key);
        if (!line.empty()) line += ',';
        line += csv_cell(value.is_string() ? value.get<std::string>()
                                           : (value.is_null() ? "" : value.dump()));
    }
    return line + "\r\n";
}

struct Asked {
    AuditLog::Filter filter;
    std::int64_t limit = 0;
    bool refusals = false;
    std::string format;
};

Result<void> read_numbers(const http::Request& request, Asked& asked) {
    asked.format = text(request, "format");
    if (!asked.format.empty() && asked.format != "json" && asked.format != "csv" &&
        asked.format != "ndjson")
        return fail(ErrorCode::bad_request, "format is json, csv or ndjson.");
    const std::string refusals = text(request, "refusals");
    if (!refusals.empty() && refusals != "0" && refusals != "1")
        return fail(ErrorCode::bad_request, "refusals is 0 or 1.");
    asked.refusals = refusals == "1";
    auto from = number(request, "from_ms");
    if (!from) return from.error();
    auto to = number(request, "to_ms");
    if (!to) return to.error();
    auto before = number(request, "before");
    if (!before) return before.error();
    auto limit = number(request, "limit");
    if (!limit) return limit.error();
    if (*from) asked.filter.from = Instant{**from};
    if (*to) asked.filter.to = Instant{**to};
    asked.filter.before = before->value_or(0);
    const std::int64_t most = asked.format.empty() ? page_entries_max : export_entries_max;
    const std::int64_t wanted = limit->value_or(0);
    asked.limit = wanted > 0 && wanted < most ? wanted : most;
    // One more tells whether there are more.
    asked.filter.limit = asked.limit + 1;
    return {};
}

// Of one team by those who may read its log; of everything by the instance's admins.
Result<Asked> read(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    const records::State& state = rooms.authority.state();
    Asked asked;
    const std::string team = text(request, "team");
    records::Target target;
    if (!team.empty()) {
        const records::Team* found = state.team_named(team);
        if (found == nullptr) return fail(ErrorCode::not_found, "The team was not found.");
        asked.filter.team = target.team = found->id;
    }
    const bool whole = team.empty() && !who->user.admin;
    if (whole ||
        !records::may(state, who->asker, permissions::Action::auditlog_read, target).allowed)
        return fail(ErrorCode::not_found, "The team was not found.");
    const std::string actor = text(request, "actor");
    if (!actor.empty()) {
        const records::User* user = state.user_named(actor);
        asked.filter.actor = user != nullptr ? user->id : UserId{-1};
    }
    asked.filter.name = text(request, "name");
    if (auto done = read_numbers(request, asked); !done) return done.error();
    return asked;
}

http::Response download(std::string body, std::string_view type, std::string_view name) {
    http::Response response = http::text(200, std::move(body), type);
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + std::string(name) + "\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http::Response written(const records::State& state, const std::vector<LogEntry>& entries,
                       const std::string& format, std::optional<std::int64_t> next) {
    std::string lines;
    json list = json::array();
    if (format == "csv") {
        for (const char* column : csv_columns)
            lines += (lines.empty() ? "" : ",") + std::string(column);
        lines += "\r\n";
    }
    for (const LogEntry& entry : entries) {
        json one = view(state, entry);
        if (format == "csv")
            lines += csv_line(one);
        else if (format == "ndjson")
            lines += one.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
        else
            list.push_back(std::move(one));
    }
    if (format == "csv") return download(std::move(lines), "text/csv; charset=utf-8", "audit.csv");
    if (format == "ndjson")
        return download(std::move(lines), "application/x-ndjson", "audit.ndjson");
    return answer(200, {{"entries", std::move(list)}, {"next", next ? json(*next) : json()}});
}

Result<http::Response> audit(Rooms& rooms, const http::Request& request) {
    auto asked = read(rooms, request);
    if (!asked) return asked.error();
    auto entries =
        asked->refusals ? rooms.audit.refusals(asked->filter) : rooms.audit.list(asked->filter);
    if (!entries) return entries.error();
    std::optional<std::int64_t> next;
    if (std::ssize(*entries) > asked->limit) {
        entries->resize(static_cast<std::size_t>(asked->limit));
        next = entries->back().number;
    }
    http::Response response = written(rooms.authority.state(), *entries, asked->format, next);
    // The number to go on before, also where the body has no place for it.
    if (next) response.headers.emplace_back("X-Ensemble-Next", std::to_string(*next));
    return response;
}

}  // namespace

void add_audit_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/audit",
        [&rooms](const http::Request& request) { return audit(rooms, request); });
}

}  // namespace ensemble::api
