// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/page_sessions.h"

#include <algorithm>
#include <utility>

#include "shared/base/limits.h"

namespace ensemble::sync {

using records::Row;
using records::ScopeKind;

class PageSessions::Session : public std::enable_shared_from_this<Session> {
public:
    Session(UserId who, std::string how, std::shared_ptr<Outlet> to)
        : user(who), sign_in(std::move(how)), outlet(std::move(to)) {}

    UserId user;
    std::string sign_in;
    std::shared_ptr<Outlet> outlet;
    std::string client;
    std::string device;
    bool greeted = false;
    bool ended = false;
    std::map<Scope, std::int64_t> has;  // how far the page is
    std::set<Scope> subscribed;         // of kind `runs`
    std::vector<Drop> drops;
    std::vector<Outcome> outcomes;
    std::int64_t last_seq = 0;
};

PageSessions::PageSessions(Authority& authority, Options options)
    : authority_(authority), options_(std::move(options)) {
    authority_.when_committed([this](const std::vector<Decided>& batch) { heard(batch); });
}

PageSessions::~PageSessions() = default;

std::shared_ptr<PageSessions::Session> PageSessions::open(UserId user, std::string sign_in,
                                                          std::shared_ptr<Outlet> outlet) {
    auto session = std::make_shared<Session>(user, std::move(sign_in), std::move(outlet));
    sessions_.insert(session.get());
    return session;
}

bool PageSessions::has_pushed(const Session& session) const {
    return std::any_of(pushed_.begin(), pushed_.end(),
                       [&](const Pushed& one) { return one.session.get() == &session; });
}

// What it pushed before it went counts.
void PageSessions::closed(Session& session) {
    if (!session.ended && has_pushed(session)) settle();
    if (!session.ended) forget(session);
}

void PageSessions::forget(Session& session) {
    session.ended = true;
    for (const auto& [scope, version] : session.has) {
        const auto found = listeners_.find(scope);
        if (found == listeners_.end()) continue;
        found->second.erase(&session);
        if (found->second.empty()) listeners_.erase(found);
    }
    session.has.clear();
    const auto client = clients_.find({session.user, session.client});
    if (client != clients_.end() && client->second == &session) clients_.erase(client);
    due_.erase(&session);
    sessions_.erase(&session);
}

void PageSessions::end(Session& session, std::string_view code, std::int64_t retry_after_ms) {
    if (session.ended) return;
    session.outlet->bye({std::string(code), retry_after_ms});
    forget(session);
}

void PageSessions::signed_out(UserId user, std::string_view sign_in) {
    std::vector<Session*> ending;
    for (Session* session : sessions_) {
        const bool same = session->user == user;
        if (same && (sign_in.empty() || session->sign_in == sign_in)) ending.push_back(session);
    }
    for (Session* session : ending)
        end(*session, "unauthenticated", 0);
}

void PageSessions::receive(Session& session, const FromPage& message) {
    if (session.ended) return;
    // Its messages count in their order, and a greeting is about all that its client said before.
    if (std::holds_alternative<Hello>(message) || has_pushed(session)) settle();
    if (session.ended) return;
    if (const auto* first = std::get_if<Hello>(&message)) return hello(session, *first);
    if (!session.greeted) return end(session, "bad_request", 0);
    if (const auto* commands = std::get_if<Push>(&message)) return push(session, *commands);
    if (const auto* wanted = std::get_if<Subscribe>(&message)) return subscribe(session, *wanted);
    if (const auto* unwanted = std::get_if<Unsubscribe>(&message)) {
        session.subscribed.erase(unwanted->scope);
        return;
    }
    const auto& seen = std::get<Seen>(message);
    // When it cannot be noted now, the next one will say it again.
    (void)authority_.ledger().seen(session.client, seen.seq);
}

void PageSessions::hello(Session& session, const Hello& hello) {
    const bool sound = !session.greeted && !hello.client.empty() &&
                       hello.client.size() <= limits::client_id_bytes_max &&
                       hello.device.size() <= limits::client_id_bytes_max &&
                       hello.positions.size() <= limits::scopes_per_page_max;
    if (!sound) return end(session, "bad_request", 0);
    const records::User* user = authority_.state().user(session.user);
    if (user == nullptr || user->deactivated_at) return end(session, "unauthenticated", 0);
    auto client = authority_.ledger().client(hello.client);
    if (!client) return end(session, "unavailable", 1'000);
    if (*client && (*client)->user != session.user) return end(session, "bad_request", 0);
    // What is still on its way from a connection that its page gave up comes too late.
    Session*& newest = clients_[{session.user, hello.client}];
    Session* const older = std::exchange(newest, &session);
    if (older != nullptr) end(*older, "in_use", 0);
    session.client = hello.client;
    session.device = hello.device;
    session.greeted = true;
    if (*client) session.last_seq = (*client)->last_seq;
    if (*client) {
        auto outcomes = authority_.ledger().outcomes(hello.client);
        if (!outcomes) return end(session, "unavailable", 1'000);
        session.outcomes = std::move(*outcomes);
    }
    session.outlet->hello({.user = session.user,
                           .epoch = authority_.epoch(),
                           .now = options_.now(),
                           .last_seq = session.last_seq,
                           .lease_hours = authority_.state().settings().lease_hours});
    if (hello.epoch == authority_.epoch()) {
        for (const Position& position : hello.positions) {
            // What never was, what is gone and what is hidden look alike.
            if (!visible(authority_.state(), session.user, position.scope))
                session.drops.push_back({position.scope, DropReason::revoked});
            else
                listen(session, position.scope,
                       position.version > authority_.version() ? 0 : position.version);
        }
    }
    see_again(session);
    due_.insert(&session);
}

// Decided with what others push in the same round, so that they share one transaction.
void PageSessions::push(Session& session, const Push& push) {
    if (push.commands.size() > limits::commands_per_push_max) return end(session, "bad_request", 0);
    pushed_.push_back({session.shared_from_this(), push});
}

void PageSessions::settle() {
    std::vector<Pushed> pushed = std::exchange(pushed_, {});
    std::erase_if(pushed, [](const Pushed& one) { return one.session->ended; });
    if (pushed.empty()) return;
    std::vector<Authority::Pushed> pushes;
    for (Pushed& one : pushed) {
        Authority::Origin origin;
        origin.asker.user = one.session->user;
        origin.client = one.session->client;
        origin.device = one.session->device;
        pushes.push_back({std::move(origin), std::move(one.push.commands)});
    }
    auto outcomes = authority_.push(pushes, options_.now());
    for (std::size_t i = 0; i < pushed.size(); ++i)
        settled(*pushed[i].session, std::move(outcomes[i]));
}

void PageSessions::settled(Session& session, Authority::Outcomes outcomes) {
    if (session.ended) return;  // a command may have ended it
    if (!outcomes) {
        const bool later = transient(outcomes.error().code);
        return end(session, later ? "unavailable" : name(outcomes.error().code), later ? 2'000 : 0);
    }
    for (Outcome& outcome : *outcomes) {
        session.last_seq = std::max(session.last_seq, outcome.seq);
        session.outcomes.push_back(std::move(outcome));
    }
    due_.insert(&session);
}

void PageSessions::subscribe(Session& session, const Subscribe& subscribe) {
    if (subscribe.scope.kind != ScopeKind::runs) return end(session, "bad_request", 0);
    if (session.subscribed.size() >= limits::subscriptions_per_page_max)
        return end(session, "bad_request", 0);
    due_.insert(&session);
    if (!visible(authority_.state(), session.user, subscribe.scope)) {
        session.drops.push_back({subscribe.scope, DropReason::revoked});
        return;
    }
    session.subscribed.insert(subscribe.scope);
    listen(session, subscribe.scope,
           subscribe.since > authority_.version() ? 0 : std::max<std::int64_t>(0, subscribe.since));
}

void PageSessions::listen(Session& session, Scope scope, std::int64_t version) {
    session.has[scope] = version;
    listeners_[scope].insert(&session);
}

void PageSessions::quit(Session& session, Scope scope) {
    session.has.erase(scope);
    session.subscribed.erase(scope);
    const auto found = listeners_.find(scope);
    if (found == listeners_.end()) return;
    found->second.erase(&session);
    if (found->second.empty()) listeners_.erase(found);
}

void PageSessions::touch(Scope scope) {
    const auto found = listeners_.find(scope);
    if (found == listeners_.end()) return;
    due_.insert(found->second.begin(), found->second.end());
}

// Which rows move the borders of what people see.
void PageSessions::hear_row(const Decided& decided, const Row& row) {
    touch(scope_of(row));
    const records::Key key = records::key(row);
    const Row* before = nullptr;
    for (const Row& old : decided.before)
        if (records::key(old) == key) before = &old;
    if (before != nullptr) touch(scope_of(*before));
    if (const auto* member = std::get_if<records::Member>(&row)) {
        stale_.insert(member->user);
    } else if (const auto* added = std::get_if<records::ProjectMember>(&row)) {
        recheck_.insert({ScopeKind::project, added->project.value});
        recheck_.insert({ScopeKind::runs, added->project.value});
    } else if (const auto* project = std::get_if<records::Project>(&row)) {
        recheck_.insert({ScopeKind::project, project->id.value});
        recheck_.insert({ScopeKind::runs, project->id.value});
    } else if (const auto* user = std::get_if<records::User>(&row)) {
        stale_.insert(user->id);
    } else if (std::holds_alternative<records::Team>(row) ||
               std::holds_alternative<records::CustomRole>(row) ||
               std::holds_alternative<records::Settings>(row)) {
        all_stale_ = true;
    }
}

void PageSessions::heard(const std::vector<Decided>& batch) {
    for (const Decided& decided : batch) {
        for (const Row& row : decided.changes.put)
            hear_row(decided, row);
        for (const records::Key& key : decided.changes.erased)
            for (const Row& old : decided.before)
                if (records::key(old) == key) hear_row(decided, old);
    }
    std::vector<UserId> gone;
    for (const UserId id : stale_) {
        const records::User* user = authority_.state().user(id);
        if (user == nullptr || user->deactivated_at) gone.push_back(id);
    }
    for (const UserId id : gone)
        signed_out(id, "");
}

DropReason PageSessions::reason(Scope scope) const {
    const records::State& state = authority_.state();
    bool deleted = false;
    if (scope.kind == ScopeKind::team || scope.kind == ScopeKind::invites) {
        const records::Team* team = state.team(TeamId{scope.id});
        deleted = team == nullptr || team->deleted_at;
    } else if (scope.kind == ScopeKind::project || scope.kind == ScopeKind::runs) {
        const records::Project* project = state.project(ProjectId{scope.id});
        deleted = project == nullptr || project->deleted_at;
    }
    return deleted ? DropReason::deleted : DropReason::revoked;
}

// One scope of one session: it comes, it goes, or it stays.
void PageSessions::see_again(Session& session, Scope scope) {
    const bool has = session.has.contains(scope);
    const bool sees = visible(authority_.state(), session.user, scope);
    if (has && !sees) {
        session.drops.push_back({scope, reason(scope)});
        quit(session, scope);
        due_.insert(&session);
    } else if (!has && sees && scope.kind != ScopeKind::runs) {
        listen(session, scope, 0);
        due_.insert(&session);
    }
}

void PageSessions::see_again(Session& session) {
    std::set<Scope> seen;
    for (const Scope scope : authority_.standing_scopes(session.user))
        seen.insert(scope);
    std::vector<Scope> looked_at(seen.begin(), seen.end());
    for (const auto& [scope, version] : session.has)
        if (!seen.contains(scope)) looked_at.push_back(scope);
    for (const Scope scope : looked_at)
        see_again(session, scope);
}

std::shared_ptr<const SharedPatch> PageSessions::shared(Scope scope, std::int64_t from) {
    auto& held = shared_[{scope, from}];
    if (held == nullptr) {
        auto patch = authority_.patch(scope, from);
        if (!patch) return nullptr;
        auto made = std::make_shared<SharedPatch>();
        made->patch = std::move(*patch);
        held = std::move(made);
    }
    return held;
}

// False when something is left for the next time.
bool PageSessions::send(Session& session) {
    if (session.outlet->waiting_bytes() > options_.waiting_bytes_max) return false;
    Outgoing out{.now = options_.now()};
    std::size_t rows = 0;
    bool whole = true;
    for (auto& [scope, has] : session.has) {
        const bool on_demand = scope.kind == ScopeKind::runs;
        if (on_demand && !session.subscribed.contains(scope)) continue;
        if (has > 0 && authority_.version(scope) <= has) continue;
        if (rows >= options_.rows_per_patch_max) {
            whole = false;
            break;
        }
        auto patch = shared(scope, has);
        if (patch == nullptr) {
            end(session, "unavailable", 1'000);
            return true;
        }
        rows += patch->patch.put.size() + patch->patch.erased.size();
        has = patch->patch.to;
        out.scopes.push_back(std::move(patch));
    }
    out.drops = std::move(session.drops);
    session.drops.clear();
    // Outcomes travel with the rows that they made, or after them.
    if (whole) {
        out.outcomes = std::move(session.outcomes);
        session.outcomes.clear();
    }
    out.last_seq = session.last_seq;
    if (!out.drops.empty() || !out.scopes.empty() || !out.outcomes.empty())
        session.outlet->patch(out);
    return whole;
}

bool PageSessions::flush() {
    settle();
    if (all_stale_ || !stale_.empty() || !recheck_.empty()) {
        const std::vector<Session*> all(sessions_.begin(), sessions_.end());
        for (Session* session : all) {
            if (!session->greeted) continue;
            if (all_stale_ || stale_.contains(session->user)) {
                see_again(*session);
                continue;
            }
            for (const Scope scope : recheck_)
                see_again(*session, scope);
        }
        all_stale_ = false;
        stale_.clear();
        recheck_.clear();
    }
    shared_.clear();
    std::set<Session*> due;
    due.swap(due_);
    for (Session* session : due) {
        if (!sessions_.contains(session)) continue;
        if (!send(*session) && sessions_.contains(session)) due_.insert(session);
    }
    shared_.clear();
    return !due_.empty();
}

}  // namespace ensemble::sync
