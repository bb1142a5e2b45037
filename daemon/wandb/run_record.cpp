// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/run_record.h"

#include <algorithm>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/sync/outside_commands.h"
#include "daemon/wandb/access.h"
#include "daemon/wandb/attribution.h"
#include "daemon/wandb/json_text.h"

namespace ensemble::wandb {

using nlohmann::ordered_json;
using permissions::Action;

namespace {

// Of one value and of one object; what is longer is cut, with a sign where.
constexpr std::size_t value_bytes_max = 4096;
constexpr std::size_t keys_max = 200;
constexpr std::string_view cut_sign = "…";

// So many bytes of the text from `begin` on, less where they would break a character.
std::string cut(std::string_view text, std::size_t begin = 0) {
    const auto inside = [&](std::size_t at) {
        return at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
    };
    while (inside(begin))
        --begin;
    std::size_t end = std::min(text.size(), begin + value_bytes_max);
    while (inside(end))
        --end;
    std::string piece(text.substr(begin, end - begin));
    if (begin > 0) piece.insert(0, cut_sign);
    return end < text.size() ? piece + std::string(cut_sign) : piece;
}

sync::By by(Session& session, const Place& place) {
    const auth::Caller& caller = session.caller;
    return {caller.user.id, credited(session, place.team.id),
            sync::device_of(session.rooms().keys, caller.key, caller.session)};
}

std::optional<permissions::Rule> rule_of(const Session& session, const Place& place, Action action,
                                         UserId creator) {
    const auto decision = records::may(session.state(), session.caller.asker, action,
                                       {place.team.id, place.project.id, creator});
    return decision.allowed ? std::optional(decision.rule) : std::nullopt;
}

// The same facts of a run, before and after.
struct Facts {
    ordered_json before;
    ordered_json after;
    bool any = false;

    explicit Facts(RunId run) {
        before = after = ordered_json{{"k", "run_facts"}, {"id", run.value}};
    }
    void add(const char* name, ordered_json was, ordered_json is) {
        if (was == is) return;
        before[name] = std::move(was);
        after[name] = std::move(is);
        any = true;
    }
    void add_text(const char* name, std::string_view was, std::string_view is) {
        if (was == is) return;
        // Long texts from shortly before they part.
        constexpr std::size_t led_by_bytes = 200;
        const bool whole = std::max(was.size(), is.size()) <= value_bytes_max;
        const auto parting = std::mismatch(was.begin(), was.end(), is.begin(), is.end()).first;
        const auto at = static_cast<std::size_t>(parting - was.begin());
        const std::size_t begin = whole || at < led_by_bytes ? 0 : at - led_by_bytes;
        set(name, cut(was, begin), cut(is, begin));
    }
    void set(const char* name, std::string was, std::string is) {
        before[name] = std::move(was);
        after[name] = std::move(is);
        any = true;
    }
    void add_object(const char* name, std::string_view was, std::string_view is);
};

using Texts = std::map<std::string, std::string_view>;

// The members of a config or summary, without what the package notes there for itself.
Texts texts_of(std::string_view object) {
    Texts texts;
    auto members = read_members(object);
    if (!members) return texts;
    for (const Member& member : *members)
        if (member.key != "_wandb") texts[member.key] = member.value;
    return texts;
}

// Of a member's text, which scripts wrap, and wandb.Api with a description besides.
ordered_json value_of(std::string_view text) {
    if (text.size() > value_bytes_max) return cut(text);
    auto value = ordered_json::parse(strict_json(std::string(text)), nullptr, false);
    if (value.is_discarded()) return cut(text);
    const bool wrapped =
        value.is_object() && value.contains("value") && value.size() == 1 + value.count("desc");
    return wrapped ? value["value"] : value;
}

bool same_value(std::string_view was, std::string_view is) {
    if (was == is) return true;
    return std::max(was.size(), is.size()) <= value_bytes_max && value_of(was) == value_of(is);
}

// Only members that differ.
void Facts::add_object(const char* name, std::string_view was, std::string_view is) {
    const Texts old = texts_of(was);
    const Texts now = texts_of(is);
    Texts keys = old;
    keys.insert(now.begin(), now.end());
    ordered_json from = ordered_json::object();
    ordered_json to = ordered_json::object();
    std::size_t count = 0;
    for (const auto& [key, unused] : keys) {
        const auto before_it = old.find(key);
        const auto after_it = now.find(key);
        const bool same = before_it != old.end() && after_it != now.end() &&
                          same_value(before_it->second, after_it->second);
        if (same || ++count > keys_max) continue;
        if (before_it != old.end()) from[key] = value_of(before_it->second);
        if (after_it != now.end()) to[key] = value_of(after_it->second);
    }
    if (count == 0) return;
    if (count > keys_max)
        from[std::string(cut_sign)] = to[std::string(cut_sign)] = count - keys_max;
    before[name] = std::move(from);
    after[name] = std::move(to);
    any = true;
}

std::string dump(const ordered_json& value) {
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Result<void> write(Session& session, const Place& place, const runs::Run& run, const Facts& facts) {
    if (!facts.any) return {};
    const UserId creator = maker(run, session.caller.user.id, Action::run_update);
    return sync::record_run_edited(session.rooms().authority, by(session, place),
                                   {run, place.team, place.project, dump(facts.before),
                                    dump(facts.after),
                                    rule_of(session, place, Action::run_update, creator)},
                                   session.now);
}

}  // namespace

Result<void> record_made(Session& session, const Place& place, const runs::Run& run) {
    sync::By who = by(session, place);
    if (run.sent_by) who.on_behalf_of = run.author;
    return sync::record_run_made(session.rooms().authority, who, run, place.team, place.project,
                                 rule_of(session, place, Action::run_create, {}), session.now);
}

Result<void> record_edited(Session& session, const Place& place, const RunBefore& before,
                           const runs::Run& run) {
    const runs::Run& was = before.run;
    Facts facts(run.id);
    facts.add_text("display_name", was.display_name, run.display_name);
    facts.add_text("notes", was.notes, run.notes);
    facts.add_text("description", was.description, run.description);
    facts.add_text("group", was.group, run.group);
    facts.add_text("job_type", was.job_type, run.job_type);
    facts.add("tags", was.tags, run.tags);
    if (!before.streamed) {
        facts.add("state", runs::name(was.state), runs::name(run.state));
        facts.add_object("config", was.config, run.config);
        if (before.summary) {
            auto now = session.rooms().recorder.summary(run.id);
            if (!now) return now.error();
            facts.add_object("summary", *before.summary, *now);
        }
    }
    return write(session, place, run, facts);
}

Result<void> record_rewound(Session& session, const Place& place, const runs::Run& run,
                            std::int64_t from_step, std::int64_t to_step) {
    Facts facts(run.id);
    facts.add("last_step", from_step, to_step);
    return write(session, place, run, facts);
}

}  // namespace ensemble::wandb
