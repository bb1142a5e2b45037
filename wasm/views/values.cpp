// SPDX-License-Identifier: Apache-2.0
#include "wasm/views/values.h"

namespace ensemble::wasm::views {

using records::Refused;

records::Asker Page::asker() const {
    const json::Reader as = asked.member("as");
    records::Asker asker{.user = replica.user()};
    if (as.is_there()) asker.user = UserId{as.integer()};
    return asker;
}

bool Page::own_eyes() const {
    return !asked.member("as").is_there() && !asked.member("as_role").is_there();
}

permissions::Decision Page::may(permissions::Action action, const records::Target& target) const {
    const auto theirs = records::may(shown, asker(), action, target);
    if (!theirs.allowed || own_eyes()) return theirs;
    const records::User* me = replica.view().user(replica.user());
    if (me != nullptr && me->admin) return theirs;
    const auto own = records::may(replica.view(), {.user = replica.user()}, action, target);
    return own.allowed ? theirs : own;
}

bool Page::shows(records::Scope scope) const {
    return own_eyes() || records::visible(shown, asker().user, scope);
}

void member(json::Writer& out, std::string_view key, std::string_view text) {
    out.member(key, text);
}

void member(json::Writer& out, std::string_view key, std::int64_t number) {
    out.member(key, number);
}

void flag(json::Writer& out, std::string_view key, bool value) {
    out.flag(key, value);
}

void write_decision(json::Writer& out, const permissions::Decision& decision) {
    out.begin_object();
    flag(out, "allowed", decision.allowed);
    member(out, "rule", permissions::name(decision.rule));
    if (!decision.allowed) member(out, "needed", permissions::name(decision.needed));
    out.end_object();
}

void write_refused(json::Writer& out, const Refused& refused) {
    out.begin_object();
    flag(out, "accepted", false);
    member(out, "code", records::name(refused.code));
    if (refused.code == records::Refusal::forbidden) {
        member(out, "rule", permissions::name(refused.rule));
        member(out, "needed", permissions::name(refused.needed));
    }
    if (!refused.field.empty()) member(out, "field", refused.field);
    if (!refused.value.empty()) member(out, "value", refused.value);
    if (refused.changed.by) {
        member(out, "by", refused.changed.by.value);
        member(out, "at_ms", refused.changed.at.ms);
    }
    out.end_object();
}

void write_verdict(json::Writer& out, const records::Verdict& verdict) {
    if (const auto* refused = std::get_if<Refused>(&verdict)) return write_refused(out, *refused);
    out.begin_object();
    flag(out, "accepted", true);
    if (const auto rule = std::get<records::Accepted>(verdict).rule)
        member(out, "rule", permissions::name(*rule));
    out.end_object();
}

void write_user(Page& page, std::string_view key, UserId id) {
    write_user(page.out, key, id, page.state().user(id));
}

void write_user(json::Writer& out, std::string_view key, UserId id, const records::User* user) {
    out.key(key);
    out.begin_object();
    member(out, "id", id.value);
    if (user != nullptr) {
        member(out, "name", user->name);
        member(out, "full_name", user->full_name);
        member(out, "avatar", user->avatar);
        flag(out, "service", user->kind != records::UserKind::person);
        flag(out, "active", !user->deactivated_at);
    }
    out.end_object();
}

void write_holding(Page& page, std::string_view key, const records::Holding& holding) {
    page.out.key(key);
    write_holding(page.out, page.state(), holding);
}

void write_holding(json::Writer& out, const records::State& state,
                   const records::Holding& holding) {
    const records::CustomRole* custom =
        holding.custom ? state.custom_role(holding.custom) : nullptr;
    out.begin_object();
    member(out, "base", permissions::name(holding.base));
    member(out, "custom", holding.custom.value);
    member(out, "name", custom != nullptr ? std::string_view(custom->name) : std::string_view());
    out.end_object();
}

void write_may(Page& page, const records::Target& target,
               std::initializer_list<permissions::Action> actions) {
    page.out.key("may");
    page.out.begin_object();
    for (const permissions::Action action : actions) {
        page.out.key(permissions::name(action));
        write_decision(page.out, page.may(action, target));
    }
    page.out.end_object();
}

}  // namespace ensemble::wasm::views
