// SPDX-License-Identifier: Apache-2.0
#include <charconv>

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

std::string text(const http::Request& request, std::string_view key) {
    return request.parameter(key).value_or("");
}

std::int64_t number(const http::Request& request, std::string_view key) {
    const std::string digits = text(request, key);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string user_name(const records::State& state, UserId id) {
    const records::User* user = state.user(id);
    return user != nullptr ? user->name : "";
}

json json_or_null(const std::string& text) {
    return text.empty() ? json() : json::parse(text, nullptr, false);
}

json view(const records::State& state, const LogEntry& entry) {
    return {{"number", entry.number},
            {"version", entry.version},
            {"at_ms", entry.at.ms},
            {"actor", user_name(state, entry.actor)},
            {"actor_id", entry.actor.value},
            {"on_behalf_of", user_name(state, entry.on_behalf_of)},
            {"device", entry.device},
            {"claimed_at_ms", entry.claimed_at.ms},
            {"name", entry.name},
            {"command", json_or_null(entry.text)},
            {"detail", entry.detail},
            {"rule", permissions::name(entry.rule)},
            {"refused", json_or_null(entry.refused)},
            {"before", json_or_null(entry.before)},
            {"after", json_or_null(entry.after)}};
}

std::string csv_cell(std::string text) {
    // A cell that a spreadsheet would take for a formula is quoted as text.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, "'");
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::string csv_line(const json& entry) {
    std::string line;
    for (const char* key : {"number", "at_ms", "actor", "on_behalf_of", "device", "name", "detail",
                            "rule", "command", "refused", "before", "after"}) {
        const json& value = entry.at(key);
        if (!line.empty()) line += ',';
        line += csv_cell(value.is_string() ? value.get<std::string>()
                                           : (value.is_null() ? "" : value.dump()));
    }
    return line + "\r\n";
}

struct Asked {
    AuditLog::Filter filter;
    bool refusals = false;
    std::string format;
};

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
    if (const auto from = number(request, "from_ms")) asked.filter.from = Instant{from};
    if (const auto to = number(request, "to_ms")) asked.filter.to = Instant{to};
    asked.filter.before = number(request, "before");
    asked.refusals = text(request, "refusals") == "1";
    asked.format = text(request, "format");
    const std::int64_t most = asked.format.empty() ? page_entries_max : export_entries_max;
    const std::int64_t limit = number(request, "limit");
    asked.filter.limit = limit > 0 && limit < most ? limit : most;
    return asked;
}

http::Response download(std::string body, std::string_view type, std::string_view name) {
    http::Response response = http::text(200, std::move(body), type);
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + std::string(name) + "\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Result<http::Response> audit(Rooms& rooms, const http::Request& request) {
    auto asked = read(rooms, request);
    if (!asked) return asked.error();
    auto entries =
        asked->refusals ? rooms.audit.refusals(asked->filter) : rooms.audit.list(asked->filter);
    if (!entries) return entries.error();
    const records::State& state = rooms.authority.state();
    std::string lines;
    json list = json::array();
    for (const LogEntry& entry : *entries) {
        json one = view(state, entry);
        if (asked->format == "csv")
            lines += csv_line(one);
        else if (asked->format == "ndjson")
            lines += one.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
        else
            list.push_back(std::move(one));
    }
    if (asked->format == "csv")
        return download("number,at_ms,actor,on_behalf_of,device,name,detail,rule,command,refused,"
                        "before,after\r\n" +
                            lines,
                        "text/csv; charset=utf-8", "audit.csv");
    if (asked->format == "ndjson")
        return download(std::move(lines), "application/x-ndjson", "audit.ndjson");
    const bool more = std::ssize(*entries) >= asked->filter.limit;
    const std::int64_t last = entries->empty() ? 0 : entries->back().number;
    return answer(200, {{"entries", std::move(list)}, {"next", more ? json(last) : json()}});
}

}  // namespace

void add_audit_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/audit",
        [&rooms](const http::Request& request) { return audit(rooms, request); });
}

}  // namespace ensemble::api
