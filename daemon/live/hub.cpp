// SPDX-License-Identifier: Apache-2.0
#include "daemon/live/hub.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "daemon/live/access.h"
#include "daemon/live/messages.h"
#include "shared/base/limits.h"

namespace ensemble::live {

std::string text(Scope scope) {
    switch (scope.kind) {
    case Scope::Kind::home:
        return "home";
    case Scope::Kind::project:
        return "project:" + std::to_string(scope.id);
    case Scope::Kind::run:
        return "run:" + std::to_string(scope.id);
    }
    return "home";
}

std::optional<Scope> parse_scope(std::string_view text) {
    if (text == "home") return Scope{Scope::Kind::home, 0};
    Scope scope;
    if (text.starts_with("project:")) {
        scope.kind = Scope::Kind::project;
        text.remove_prefix(8);
    } else if (text.starts_with("run:")) {
        scope.kind = Scope::Kind::run;
        text.remove_prefix(4);
    } else {
        return std::nullopt;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), scope.id);
    if (error != std::errc() || end != text.data() + text.size() || scope.id <= 0)
        return std::nullopt;
    return scope;
}

// One connected page. The network owns it; the hub knows it until `closed`.
class Hub::Session final : public http::SocketPeer {
public:
    Session(Hub& hub, const records::Asker& who, std::string how,
            std::shared_ptr<http::Mailbox> mailbox)
        : hub_(&hub), asker(who), credential(std::move(how)), mailbox_(std::move(mailbox)) {}
    ~Session() override { closed(); }

    void received(std::string message) override {
        if (hub_ == nullptr) return;
        auto parsed = parse_from_page(message);
        if (!parsed) return refuse(ensemble::name(parsed.error().code), parsed.error().detail);
        if (!greeted_ && parsed->kind != FromPage::Kind::hello)
            return refuse("bad_request", "The first message is hello.");
        switch (parsed->kind) {
        case FromPage::Kind::hello:
            if (parsed->proto != 1)
                return refuse("unsupported", "This server speaks protocol 1. Reload the page.");
            greeted_ = true;
            send(hello_ok(hub_->options_.version, hub_->options_.now()));
            return;
        case FromPage::Kind::ping:
            send(pong(hub_->options_.now()));
            return;
        case FromPage::Kind::sub:
            return subscribe(parsed->scope);
        case FromPage::Kind::unsub:
            if (const auto scope = own_scope(parsed->scope)) hub_->quit(*this, *scope);
            return;
        }
    }

    void closed() override {
        if (hub_ != nullptr) hub_->leave(*this);
        hub_ = nullptr;
    }

    void send(std::string message) {
        mailbox_->post(std::make_shared<const std::string>(std::move(message)));
    }
    void close(std::string_view reason) { mailbox_->close(reason); }
    // Says why, closes, and neither hears nor says anything afterwards.
    void refuse(std::string_view code, std::string_view message) {
        send(error(code, message));
        close(code);
        closed();
    }

private:
    std::optional<Scope> own_scope(std::string_view text) const {
        auto scope = parse_scope(text);
        if (scope && scope->kind == Scope::Kind::home) scope->id = asker.user.value;
        return scope;
    }

    void subscribe(const std::string& text) {
        const auto scope = own_scope(text);
        if (!scope) return refuse("bad_request", "This is not a scope.");
        if (listening.size() >= limits::socket_scopes_max && !listening.contains(*scope))
            return refuse("too_large", "Too many scopes on one socket.");
        const auto project = hub_->place(*scope);
        const bool home = scope->kind == Scope::Kind::home;
        if (home || (project && hub_->options_.may_listen(asker, *project)))
            return hub_->listen(*this, *scope);
        send(scope_drop(text, "deleted"));
    }

    friend class Hub;
    Hub* hub_;
    const records::Asker asker;
    const std::string credential;
    std::map<Scope, Listening> listening;
    std::shared_ptr<http::Mailbox> mailbox_;
    bool greeted_ = false;
};

Hub::Hub(Options options) : options_(std::move(options)) {}

Hub::~Hub() {
    for (Session* session : sessions_)
        session->hub_ = nullptr;
}

std::shared_ptr<http::SocketPeer> Hub::open(const records::Asker& asker, std::string credential,
                                            std::shared_ptr<http::Mailbox> mailbox) {
    auto made = std::make_shared<Session>(*this, asker, std::move(credential), std::move(mailbox));
    sessions_.insert(made.get());
    return made;
}

void Hub::leave(Session& session) {
    for (const auto& [scope, listening] : session.listening) {
        const auto found = listeners_.find(scope);
        if (found == listeners_.end()) continue;
        found->second.erase(&session);
        if (found->second.empty()) listeners_.erase(found);
    }
    session.listening.clear();
    sessions_.erase(&session);
    due_.erase(&session);
}

void Hub::listen(Session& session, Scope scope) {
    session.listening.try_emplace(scope);
    listeners_[scope].insert(&session);
}

void Hub::quit(Session& session, Scope scope) {
    session.listening.erase(scope);
    const auto found = listeners_.find(scope);
    if (found == listeners_.end()) return;
    found->second.erase(&session);
    if (found->second.empty()) listeners_.erase(found);
}

void Hub::changed(Scope scope, std::int64_t version) {
    const auto found = listeners_.find(scope);
    if (found == listeners_.end()) return;
    for (Session* session : found->second) {
        session->listening[scope].changed_version = version;
        due_.insert(session);
    }
}

void Hub::changed_home(UserId user, ProjectId project, std::int64_t version) {
    const Scope home{Scope::Kind::home, user.value};
    const auto found = listeners_.find(home);
    if (found == listeners_.end()) return;
    for (Session* session : found->second) {
        if (!options_.may_listen(session->asker, project)) continue;
        session->listening[home].changed_version = version;
        due_.insert(session);
    }
}

void Hub::grew(ProjectId project, const Growth& growth) {
    for (const Scope scope :
         {Scope{Scope::Kind::project, project.value}, Scope{Scope::Kind::run, growth.run.value}}) {
        const auto found = listeners_.find(scope);
        if (found == listeners_.end()) continue;
        for (Session* session : found->second) {
            session->listening[scope].grown[growth.run] = growth;
            due_.insert(session);
        }
    }
}

void Hub::dropped(Scope scope, std::string_view reason) {
    const auto found = listeners_.find(scope);
    if (found == listeners_.end()) return;
    const std::string message = scope_drop(text(scope), reason);
    for (Session* session : found->second) {
        session->listening.erase(scope);
        session->send(message);
    }
    listeners_.erase(found);
}

void Hub::heard(const records::Changes& changes, const std::vector<records::Row>& before) {
    if (moves_access(changes, before)) access_moved_ = true;
    for (const records::Row& row : changes.put) {
        const auto* user = std::get_if<records::User>(&row);
        if (user != nullptr && user->deactivated_at) signed_out(user->id, "");
    }
}

void Hub::signed_out(UserId user, std::string_view credential) {
    std::vector<Session*> leaving;
    for (Session* session : sessions_) {
        const bool same = session->asker.user == user;
        if (same && (credential.empty() || session->credential == credential))
            leaving.push_back(session);
    }
    for (Session* session : leaving)
        session->refuse("unauthenticated", "Signed out.");
}

// The project that something in the scope is recorded in; none for a home and for what is not.
std::optional<ProjectId> Hub::place(Scope scope) const {
    switch (scope.kind) {
    case Scope::Kind::home:
        return std::nullopt;
    case Scope::Kind::project:
        return ProjectId{scope.id};
    case Scope::Kind::run:
        return options_.project_of(RunId{scope.id});
    }
    return std::nullopt;
}

// Asks again of everybody who listens. A home stays one's own.
void Hub::look_again() {
    if (!std::exchange(access_moved_, false)) return;
    std::vector<std::pair<Session*, Scope>> lost;
    for (const auto& [scope, sessions] : listeners_) {
        if (scope.kind == Scope::Kind::home) continue;
        const auto project = place(scope);
        for (Session* session : sessions)
            if (!project || !options_.may_listen(session->asker, *project))
                lost.emplace_back(session, scope);
    }
    for (const auto& [session, scope] : lost) {
        quit(*session, scope);
        session->send(scope_drop(text(scope), "deleted"));
    }
}

bool Hub::flush_scope(Session& session, Scope scope, Listening& listening, std::int64_t now_ms,
                      std::int64_t& wait_ms) {
    if (!listening.changed_version && listening.grown.empty()) return true;
    const std::int64_t due_ms = listening.live_sent_ms + options_.live_interval_ms;
    if (now_ms < due_ms) {
        const std::int64_t left = due_ms - now_ms;
        wait_ms = wait_ms < 0 ? left : std::min(wait_ms, left);
        return false;
    }
    if (listening.changed_version) session.send(live::changed(scope, *listening.changed_version));
    if (!listening.grown.empty()) session.send(live(scope, listening.grown));
    listening.changed_version.reset();
    listening.grown.clear();
    listening.live_sent_ms = now_ms;
    return true;
}

std::int64_t Hub::flush() {
    look_again();
    std::int64_t wait_ms = -1;
    const std::int64_t now_ms = options_.steady_ms();
    for (auto at = due_.begin(); at != due_.end();) {
        Session& session = **at;
        bool all_sent = true;
        for (auto& [scope, listening] : session.listening)
            all_sent = flush_scope(session, scope, listening, now_ms, wait_ms) && all_sent;
        at = all_sent ? due_.erase(at) : std::next(at);
    }
    return wait_ms;
}

void Hub::close_all(std::string_view reason) {
    for (Session* session : sessions_)
        session->close(reason);
}

}  // namespace ensemble::live
