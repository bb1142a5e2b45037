// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/host.h"

#include <utility>

#include "tests/simulation/founding.h"
#include "tests/simulation/wire.h"

namespace ensemble::simulation {

namespace {

constexpr std::size_t frames_waiting_max = 1'000;
constexpr int flushes_max = 50;

std::string words(const sync::FromPage& message) {
    if (const auto* hello = std::get_if<sync::Hello>(&message))
        return "hello from " + hello->client + " with " + std::to_string(hello->positions.size()) +
               " scopes of " + (hello->epoch.empty() ? "no history" : hello->epoch);
    if (const auto* push = std::get_if<sync::Push>(&message)) {
        std::string text = "push";
        for (const sync::Numbered& numbered : push->commands)
            text += " " + std::to_string(numbered.seq) + ":" +
                    std::string(sync::name(numbered.command)) + " " + numbered.id;
        return text.substr(0, 200);
    }
    if (const auto* seen = std::get_if<sync::Seen>(&message))
        return "seen up to " + std::to_string(seen->seq);
    if (const auto* subscribe = std::get_if<sync::Subscribe>(&message))
        return "subscribe " + text(subscribe->scope) + " from " + std::to_string(subscribe->since);
    return "unsubscribe " + text(std::get<sync::Unsubscribe>(message).scope);
}

std::string words(const sync::FromDaemon& message) {
    if (const auto* hello = std::get_if<sync::HelloOk>(&message))
        return "welcome to " + hello->epoch + ", commands up to " +
               std::to_string(hello->last_seq) + " are settled";
    if (const auto* bye = std::get_if<sync::Bye>(&message)) return "goodbye, " + bye->code;
    std::string text = "patch";
    const auto& patch = std::get<sync::Patch>(message);
    for (const sync::Drop& drop : patch.drops)
        text += " -" + records::text(drop.scope);
    for (const sync::ScopePatch& scope : patch.scopes)
        text += " " + records::text(scope.scope) + " " + std::to_string(scope.from) + ".." +
                std::to_string(scope.to) + (scope.whole ? " whole" : "");
    for (const sync::Outcome& outcome : patch.outcomes)
        text += " " + std::to_string(outcome.seq) + ":" + outcome.id +
                (outcome.refused ? " refused " + std::string(name(outcome.refused->code))
                                 : " accepted at " + std::to_string(outcome.version));
    return text;
}

std::string naming(const Link& link) {
    return "connection " + std::to_string(link.number + 1) + (link.hostile ? " (forged)" : "") +
           " of user " + std::to_string(link.user.value);
}

// The daemon's end of one connection.
class Line : public sync::Outlet {
public:
    Line(Scene& scene, std::shared_ptr<Link> link, const bool& dead)
        : scene_(scene), link_(std::move(link)), dead_(dead) {}

    void hello(const sync::HelloOk& hello) override { say(hello); }
    void patch(const sync::Outgoing& outgoing) override {
        sync::Patch patch{.drops = outgoing.drops,
                          .outcomes = outgoing.outcomes,
                          .last_seq = outgoing.last_seq,
                          .now = outgoing.now};
        for (const auto& shared : outgoing.scopes)
            patch.scopes.push_back(shared->patch);
        say(std::move(patch));
    }
    void bye(const sync::Bye& bye) override {
        say(bye);
        if (!dead_) link_->daemon_open = false;
    }
    std::size_t waiting_bytes() const override { return link_->slow ? std::size_t{1} << 30 : 0; }

private:
    void say(sync::FromDaemon message) {
        if (dead_ || !link_->daemon_open) return;
        if (scene_.setting.as_text) message = through_text(std::move(message), scene_.checks);
        scene_.checks.said(link_->user, link_->told, message);
        link_->digest.add(message);
        if (scene_.story != nullptr) scene_.tell("  to " + naming(*link_) + ": " + words(message));
        if (link_->page_open) link_->down.push_back(std::move(message));
        if (link_->down.size() > frames_waiting_max)
            scene_.checks.fail("a queue has no bound", "frames to a page");
    }

    Scene& scene_;
    std::shared_ptr<Link> link_;
    const bool& dead_;
};

}  // namespace

Host::Host(Scene& scene, std::unique_ptr<Backing> backing)
    : scene_(scene), backing_(std::move(backing)), watched_(*backing_, scene.checks) {
    const std::int64_t version = backing_->founded_at();
    auto rows = found(scene.setting);
    for (sync::Versioned& row : rows)
        row.version = version;
    scene_.checks.history().begin(rows, version);
    const std::string fault = scene_.checks.reference().fault_of_rows();
    if (!fault.empty()) scene_.checks.fail("a world began wrong", fault);
    start();
}

void Host::start() {
    if (up()) return;
    watched_.dead = false;
    auto opened = sync::Authority::open(watched_);
    if (!opened) return scene_.checks.fail("the daemon did not start", opened.error().detail);
    authority_ = std::move(*opened);
    sessions_ = std::make_unique<sync::PageSessions>(
        *authority_, sync::PageSessions::Options{.now = [this] { return scene_.now; },
                                                 .rows_per_patch_max = 12});
    scene_.checks.epoch = authority_->epoch();
    check_state();
}

// What is in memory is the sum of what is durable.
void Host::check_state() {
    std::size_t rows = 0;
    for (const auto& [key, row] : scene_.checks.history().now()) {
        if (key.kind == records::Kind::run) continue;
        ++rows;
        const Row* held = authority_->state().find(key);
        if (held == nullptr || *held != row)
            return scene_.checks.fail("memory and disk differ",
                                      "row " + std::to_string(static_cast<int>(key.kind)) + "/" +
                                          std::to_string(key.first));
    }
    if (authority_->state().size() != rows)
        scene_.checks.fail("memory and disk differ", "there are rows too many");
    if (authority_->version() != scene_.checks.history().version())
        scene_.checks.fail("memory and disk differ", "the versions do");
}

void Host::crash() {
    if (!up()) return;
    watched_.dead = true;
    watched_.next = WatchedLedger::Fate::none;
    for (const auto& link : scene_.links) {
        link->daemon_open = false;
        link->up.clear();
        link->session.reset();  // each holds the other
    }
    sessions_.reset();
    authority_.reset();
}

void Host::bury() {
    if (up() && watched_.dead) {
        scene_.tell("the daemon died in a commit");
        crash();
    }
}

void Host::back_up() {
    if (watched_.dead) return;
    backing_->back_up();
    backup_ = scene_.checks.history().mark();
}

void Host::restore() {
    if (!backup_) return;
    crash();
    backing_->restore();
    scene_.checks.restored(*backup_);
    start();
}

void Host::forget(std::int64_t versions_kept) {
    crash();
    backing_->forget(scene_.now, versions_kept);
    start();
}

std::shared_ptr<Link> Host::connect(UserId user, bool hostile) {
    if (!up()) return nullptr;
    auto link = std::make_shared<Link>();
    link->number = scene_.links_made++;
    link->user = user;
    link->hostile = hostile;
    link->session =
        sessions_->open(user, "sign-in", std::make_shared<Line>(scene_, link, watched_.dead));
    scene_.links.push_back(link);
    if (scene_.story != nullptr) scene_.tell("  " + naming(*link) + " opens");
    return link;
}

bool Host::deliver(Link& link) {
    if (!up() || link.up.empty() || !link.daemon_open) return false;
    sync::FromPage message = std::move(link.up.front());
    link.up.pop_front();
    if (link.hostile && scene_.setting.as_text) {
        auto read = readable(message);
        if (!read) return close(link), true;
        message = std::move(*read);
    }
    link.digest.add(message);
    if (scene_.story != nullptr) scene_.tell("  from " + naming(link) + ": " + words(message));
    if (const auto* hello = std::get_if<sync::Hello>(&message);
        hello != nullptr && !link.told.greeted) {
        if (hello->epoch == scene_.checks.epoch)
            for (const sync::Position& position : hello->positions)
                link.told.has[position.scope] = position.version;
    }
    if (const auto* push = std::get_if<sync::Push>(&message); push != nullptr && !link.hostile) {
        scene_.overheard = *push;
        scene_.overheard_user = link.user;
    }
    const auto session = link.session;
    sessions_->receive(*session, message);
    return true;
}

void Host::close(Link& link) {
    if (!link.daemon_open) return;
    link.daemon_open = false;
    link.up.clear();
    if (up() && link.session != nullptr) sessions_->closed(*link.session);
    link.session.reset();
}

void Host::flush(bool all, bool check) {
    if (!up() || watched_.dead) return;
    bool more = sessions_->flush();
    for (int n = 0; all && more && n < flushes_max; ++n)
        more = sessions_->flush();
    if (watched_.dead) return;  // in a commit
    if (more && all) scene_.checks.fail("flushing has no end", "");
    if (more || !check) return;
    for (const auto& link : scene_.links)
        if (link->daemon_open && link->told.greeted && !link->slow)
            scene_.checks.round_over(link->user, link->told);
}

}  // namespace ensemble::simulation
