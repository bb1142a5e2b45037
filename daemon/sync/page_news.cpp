// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "daemon/sync/page_session.h"

// Which pages are told what, and when.
namespace ensemble::sync {

using records::Row;
using records::ScopeKind;

void PageSessions::forget(Session& session) {
    session.ended = true;
    for (const Positions::At& at : session.has.all())
        give_up_seat(at.scope, at.seat);
    session.has.clear();
    const auto client = clients_.find({session.user, session.client});
    if (client != clients_.end() && client->second == &session) clients_.erase(client);
    if (session.due) std::erase(due_, &session);
    sessions_.erase(&session);
}

void PageSessions::listen(Session& session, Scope scope, std::int64_t version) {
    session.touched.push_back(scope);
    if (Positions::At* at = session.has.find(scope)) {
        at->version = version;
        return;
    }
    std::vector<Session*>& listeners = listeners_[scope];
    session.has.add({scope, version, listeners.size()});
    listeners.push_back(&session);
}

// Whoever sits last moves there: thousands may go at once, and none of them waits for the others.
void PageSessions::give_up_seat(Scope scope, std::size_t seat) {
    const auto found = listeners_.find(scope);
    Session* const last = found->second.back();
    found->second[seat] = last;
    last->has.find(scope)->seat = seat;
    found->second.pop_back();
    if (found->second.empty()) listeners_.erase(found);
}

void PageSessions::quit(Session& session, Scope scope) {
    give_up_seat(scope, session.has.find(scope)->seat);
    session.has.erase(scope);
    session.subscribed.erase(scope);
}

void PageSessions::mark(Session& session) {
    if (!std::exchange(session.due, true)) due_.push_back(&session);
}

void PageSessions::touch(Scope scope) {
    const auto found = listeners_.find(scope);
    if (found == listeners_.end()) return;
    for (Session* session : found->second) {
        mark(*session);
        if (session->touched.empty() || session->touched.back() != scope)
            session->touched.push_back(scope);
    }
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
void PageSessions::see_again(Session& session, Scope scope, bool sees) {
    const bool has = session.has.contains(scope);
    if (has && !sees) {
        session.drops.push_back({scope, reason(scope)});
        quit(session, scope);
        mark(session);
    } else if (!has && sees && scope.kind != ScopeKind::runs) {
        listen(session, scope, 0);
        mark(session);
    }
}

bool PageSessions::sees(const Session& session, const std::vector<Scope>& standing,
                        Scope scope) const {
    if (scope.kind == ScopeKind::runs) return visible(authority_.state(), session.user, scope);
    return std::binary_search(standing.begin(), standing.end(), scope);
}

void PageSessions::see_again(Session& session, const std::vector<Scope>& standing) {
    std::vector<Scope> others;
    for (const Positions::At& at : session.has.all())
        if (!std::binary_search(standing.begin(), standing.end(), at.scope))
            others.push_back(at.scope);
    for (const Scope scope : standing)
        see_again(session, scope, true);
    for (const Scope scope : others)
        see_again(session, scope, sees(session, standing, scope));
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
bool PageSessions::send(Session& session, Instant now) {
    if (session.outlet->waiting_bytes() > options_.waiting_bytes_max) return false;
    Outgoing out{.now = now};
    std::size_t rows = 0;
    bool whole = true;
    std::vector<Scope> touched = std::exchange(session.touched, {});
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (std::size_t i = 0; i < touched.size(); ++i) {
        const Scope scope = touched[i];
        Positions::At* const has = session.has.find(scope);
        if (has == nullptr) continue;
        const bool on_demand = scope.kind == ScopeKind::runs;
        if (on_demand && !session.subscribed.contains(scope)) continue;
        if (has->version > 0 && authority_.version(scope) <= has->version) continue;
        if (rows >= options_.rows_per_patch_max) {
            whole = false;
            session.touched.assign(touched.begin() + static_cast<std::ptrdiff_t>(i), touched.end());
            break;
        }
        auto patch = shared(scope, has->version);
        if (patch == nullptr) {
            end(session, "unavailable", 1'000);
            return true;
        }
        rows += patch->patch.put.size() + patch->patch.erased.size();
        has->version = patch->patch.to;
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

void PageSessions::look_again() {
    if (!all_stale_ && stale_.empty() && recheck_.empty()) return;
    const std::vector<Session*> all(sessions_.begin(), sessions_.end());
    for (Session* session : all) {
        if (!session->greeted) continue;
        if (all_stale_ || stale_.contains(session->user)) {
            see_again(*session, authority_.standing_scopes(session->user));
            continue;
        }
        for (const Scope scope : recheck_)
            see_again(*session, scope, visible(authority_.state(), session->user, scope));
    }
    all_stale_ = false;
    stale_.clear();
    recheck_.clear();
}

bool PageSessions::flush() {
    settle();
    look_again();
    shared_.clear();
    const std::vector<Session*> due = std::exchange(due_, {});
    for (Session* session : due)
        session->due = false;
    const Instant now = options_.now();
    for (Session* session : due) {
        if (!sessions_.contains(session)) continue;
        if (!send(*session, now) && sessions_.contains(session)) mark(*session);
    }
    shared_.clear();
    return !due_.empty();
}

}  // namespace ensemble::sync
