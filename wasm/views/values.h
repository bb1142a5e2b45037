// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/json/reader.h"
#include "shared/json/writer.h"
#include "shared/records/verdict.h"
#include "shared/sync/replica.h"

// The pieces that views are made of.
namespace ensemble::wasm::views {

// One view being written: on what, for whom, with what asked.
struct Page {
    const sync::Replica& replica;
    const records::State& shown;
    const json::Reader& asked;
    json::Writer& out;
    Instant now;

    const records::State& state() const { return shown; }
    bool own_eyes() const;
    // Whose eyes: the person who is signed in, or whom they view as.
    records::Asker asker() const;
    // What those eyes may, and never more than one may oneself, unless one runs the instance.
    permissions::Decision may(permissions::Action action, const records::Target& target) const;
    // Whether those eyes see what lies there. One's own see whatever is here.
    bool shows(records::Scope scope) const;
};

void write_decision(json::Writer& out, const permissions::Decision& decision);
// {"accepted":true,"rule":"team_role"} or {"accepted":false,"code":…,"rule":…,"needed":…,
// "field":…,"value":…,"by":id,"at_ms":n}
void write_verdict(json::Writer& out, const records::Verdict& verdict);
void write_refused(json::Writer& out, const records::Refused& refused);

void member(json::Writer& out, std::string_view key, std::string_view text);
void member(json::Writer& out, std::string_view key, std::int64_t number);
void flag(json::Writer& out, std::string_view key, bool value);

// {"id":7,"name":"ana","full_name":"Ana","avatar":"","service":false,"active":true}; a user who is
// not known here has only the id.
void write_user(Page& page, std::string_view key, UserId id);
void write_user(json::Writer& out, std::string_view key, UserId id, const records::User* user);
// {"base":"member","custom":4,"name":"Releaser"}; `name` is "" for a plain role.
void write_holding(Page& page, std::string_view key, const records::Holding& holding);
void write_holding(json::Writer& out, const records::State& state, const records::Holding& holding);
// "may":{"team:update":{decision},…}
void write_may(Page& page, const records::Target& target,
               std::initializer_list<permissions::Action> actions);

}  // namespace ensemble::wasm::views
