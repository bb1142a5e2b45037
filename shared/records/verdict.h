// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "shared/records/standing.h"

// What a decision answers, and the pieces that every one is made of.
namespace ensemble::records {

// What the world tells a decision: it asks nobody itself.
struct Context {
    Asker asker;
    Instant now;
    // The invite whose link the asker holds; proof that it is meant for them.
    InviteId proven_invite;
};

// A closed set. Names travel, numbers are stored; neither ever changes.
enum class Refusal : std::uint8_t {
    forbidden = 1,
    last_admin = 2,  // a team or the instance would be left without one
    gone = 3,        // missing, deleted, or hidden from the asker: all look the same
    conflict = 4,    // a name is taken, or the same was done already; `value` suggests
    invalid = 5,     // `field` cannot be that
    quota = 6,       // a bound of limits.h
    enforced = 7,    // a switch of the team or of the instance forbids it
    unsupported_version = 8,
    duplicate = 9,  // the same command came under another number
};
std::string_view name(Refusal refusal);

struct Refused {
    Refusal code = Refusal::forbidden;
    permissions::Rule rule = permissions::Rule::not_signed_in;  // of `forbidden`
    Role needed = Role::none;                                   // of `forbidden`
    std::string field;  // what about the command it is, e.g. "name"
    std::string value;  // a name that is free, the team that would lose its admin
    Trace changed;      // who last changed the asker's role there, and when
    friend bool operator==(const Refused&, const Refused&) = default;
};

struct Accepted {
    Changes changes;
    std::optional<permissions::Rule> rule;  // that allowed it; none for what is the asker's own
    friend bool operator==(const Accepted&, const Accepted&) = default;
};

using Verdict = std::variant<Accepted, Refused>;

// A verdict in the making: it asks for permissions, keeps the first refusal, and collects rows.
class Draft {
public:
    // Refuses at once who is nobody, deactivated, or holds something that only reads: every command
    // changes something.
    Draft(const State& state, const Context& context);

    // Also keeps the rule that allows.
    bool may(permissions::Action action, const Target& target);
    // False, for `return draft.verdict()`.
    bool refuse(Refusal code, std::string_view field = "", std::string_view value = "");

    const Settings& settings() const { return state_.settings(); }
    // The asker, when they may change what is theirs alone: a person, and not by a key that is for
    // one team.
    const User* self();
    // Live, visible to the asker and not beyond what their key is for, or refused as gone.
    const Team* team(TeamId id);
    const Project* project(ProjectId id);
    const Run* run(RunId id);
    const User* user(UserId id);

    // Whether the holding exists and has nothing that the asker has not there themselves. Nobody
    // gives more than they have, nor takes it from who has more.
    bool may_give(const Holding& holding, const Target& target);
    // An id that may be chosen (limits.h) and names nothing yet.
    bool fresh(std::int64_t id, bool taken);
    // Text of at most so many bytes, UTF-8 without control characters; `text` may have line breaks.
    bool line(std::string_view field, std::string_view value, std::size_t bytes_max);
    bool text(std::string_view field, std::string_view value, std::size_t bytes_max);
    // A name in the one namespace of users and teams: well formed, not reserved, not taken.
    bool free_name(std::string_view name);

    // A row that is as it was is no change.
    void put(Row row);
    void erase(const Key& key);
    Trace trace() const { return {context_.asker.user, context_.now}; }

    Verdict verdict();

private:
    bool forbid(permissions::Rule rule);
    // Whether the key is for it; one for a project opens the door of its team too.
    bool opens(TeamId team, ProjectId project) const;

    const State& state_;
    const Context& context_;
    Changes changes_;
    std::optional<permissions::Rule> rule_;
    std::optional<Refused> refused_;
};

}  // namespace ensemble::records
