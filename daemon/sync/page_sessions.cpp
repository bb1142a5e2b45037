// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/page_sessions.h"

#include <algorithm>
#include <utility>

#include "daemon/sync/page_session.h"
#include "shared/base/limits.h"

namespace ensemble::sync {

using records::ScopeKind;

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
    const std::vector<Scope> standing = authority_.standing_scopes(session.user);
    if (hello.epoch == authority_.epoch()) {
        for (const Position& position : hello.positions) {
            // What never was, what is gone and what is hidden look alike.
            if (!sees(session, standing, position.scope))
                session.drops.push_back({position.scope, DropReason::revoked});
            else
                listen(session, position.scope,
                       position.version > authority_.version() ? 0 : position.version);
        }
    }
    see_again(session, standing);
    mark(session);
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
    mark(session);
}

void PageSessions::subscribe(Session& session, const Subscribe& subscribe) {
    if (subscribe.scope.kind != ScopeKind::runs) return end(session, "bad_request", 0);
    if (session.subscribed.size() >= limits::subscriptions_per_page_max)
        return end(session, "bad_request", 0);
    mark(session);
    if (!visible(authority_.state(), session.user, subscribe.scope)) {
        session.drops.push_back({subscribe.scope, DropReason::revoked});
        return;
    }
    session.subscribed.insert(subscribe.scope);
    listen(session, subscribe.scope,
           subscribe.since > authority_.version() ? 0 : std::max<std::int64_t>(0, subscribe.since));
}

}  // namespace ensemble::sync
