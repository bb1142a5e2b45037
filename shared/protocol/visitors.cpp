// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/reading.h"

namespace ensemble::protocol {

void Writing::write_actions(json::Writer& out, const permissions::ActionSet& set) {
    out.begin_list();
    for (const permissions::Action action : Choice<permissions::Action>::all()) {
        if (set.has(action)) out.text(permissions::name(action));
    }
    out.end_list();
}

void Reading::version() {
    std::int64_t theirs = 0;
    (*this)("proto", theirs);
    if (!at_.ok() || (theirs >= oldest_version && theirs <= protocol::version)) return;
    at_.member("proto").refuse("version " + std::to_string(theirs) + " is not spoken here",
                               ErrorCode::unsupported);
}

std::int64_t Reading::read_id(const json::Reader& at) {
    const std::int64_t id = at.integer();
    if (id >= 0) return id;
    at.refuse("not an id");
    return 0;
}

// As text(scope) writes it and in no other way, so that one scope has one name.
records::Scope Reading::read_scope(const json::Reader& at) {
    const std::string_view text = at.text();
    if (!at.ok()) return {};
    const auto scope = records::scope(text);
    if (scope && scope->id <= json::integer_max && records::text(*scope) == text) return *scope;
    at.refuse("not a scope");
    return {};
}

permissions::ActionSet Reading::read_actions(const json::Reader& at) {
    permissions::ActionSet set;
    at.each(permissions::action_count, [&](const json::Reader& element) {
        permissions::Action action{};
        read_choice(element, action);
        if (element.ok()) set.add(action);
    });
    return set;
}

void Reading::refuse_choice(const json::Reader& at, std::string_view noun) {
    const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
    at.refuse((vowel ? "not an " : "not a ") + std::string(noun));
}

}  // namespace ensemble::protocol
