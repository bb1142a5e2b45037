// SPDX-License-Identifier: Apache-2.0
#include "daemon/live/messages.h"

#include <nlohmann/json.hpp>

namespace ensemble::live {

using nlohmann::json;

namespace {

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Result<FromPage> parse_from_page(std::string_view text) {
    const json message = json::parse(text, nullptr, false);
    if (!message.is_object()) return fail(ErrorCode::bad_request, "A message is a JSON object.");
    const auto kind = message.find("t");
    if (kind == message.end() || !kind->is_string())
        return fail(ErrorCode::bad_request, "A message has its kind in \"t\".");
    FromPage out;
    const auto& name = kind->get_ref<const std::string&>();
    if (name == "hello") {
        out.kind = FromPage::Kind::hello;
        const auto proto = message.find("proto");
        if (proto == message.end() || !proto->is_number_integer())
            return fail(ErrorCode::bad_request, "hello needs \"proto\".");
        out.proto = proto->get<std::int64_t>();
        return out;
    }
    if (name == "ping") return out;
    if (name != "sub" && name != "unsub")
        return fail(ErrorCode::unsupported, "This kind of message is not known here.");
    out.kind = name == "sub" ? FromPage::Kind::sub : FromPage::Kind::unsub;
    const auto scope = message.find("scope");
    if (scope == message.end() || !scope->is_string())
        return fail(ErrorCode::bad_request, name + " needs \"scope\".");
    out.scope = scope->get<std::string>();
    return out;
}

std::string hello_ok(std::string_view version, Instant now) {
    return dump(
        {{"t", "hello_ok"}, {"proto", 1}, {"server_time_ms", now.ms}, {"version", version}});
}

std::string changed(Scope scope, std::int64_t version) {
    return dump({{"t", "changed"}, {"scope", text(scope)}, {"version", version}});
}

std::string live(Scope scope, const std::map<RunId, Growth>& grown) {
    json runs = json::array();
    for (const auto& [id, growth] : grown) {
        runs.push_back({{"id", id.value},
                        {"step", growth.step},
                        {"console", growth.console},
                        {"revision", growth.revision}});
    }
    return dump({{"t", "live"}, {"scope", text(scope)}, {"runs", std::move(runs)}});
}

std::string scope_drop(std::string_view scope, std::string_view reason) {
    return dump({{"t", "scope_drop"}, {"scope", scope}, {"reason", reason}});
}

std::string pong(Instant now) {
    return dump({{"t", "pong"}, {"server_time_ms", now.ms}});
}

std::string error(std::string_view code, std::string_view message) {
    return dump({{"t", "error"}, {"code", code}, {"message", message}});
}

}  // namespace ensemble::live
