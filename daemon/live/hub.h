// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "daemon/http/message.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace ensemble::live {

// Something a page can listen to.
struct Scope {
    enum class Kind : std::uint8_t { home = 1, project = 2, run = 3 };
    Kind kind = Kind::home;
    std::int64_t id = 0;  // of the project or run; for home the user's
    friend auto operator<=>(const Scope&, const Scope&) = default;
};
std::string text(Scope scope);
std::optional<Scope> parse_scope(std::string_view text);  // "home" has id 0

// What a run's recorded data grew to.
struct Growth {
    RunId run;
    std::int64_t step = -1;
    std::int64_t console = 0;
    std::int64_t revision = 0;
};

// Tells pages what changed. It keeps per socket only which scopes have something new, so a slow
// reader costs no more than a quick one. Only the core thread calls it. Messages: docs/protocol.md.
class Hub {
public:
    struct Options {
        std::string version;  // of the server, told in hello_ok
        // Whether the user may listen to the scope, and for a run its project.
        std::function<bool(UserId, Scope)> may_listen;
        std::function<std::int64_t()> steady_ms;
        std::function<Instant()> now;
        std::int64_t live_interval_ms = 50;  // at most one `live` per scope and socket in this time
    };
    explicit Hub(Options options);
    ~Hub();

    // A signed-in page connects. `session` names its sign-in, so that signing out closes it.
    std::shared_ptr<http::SocketPeer> open(UserId user, std::string session,
                                           std::shared_ptr<http::Mailbox> mailbox);

    // Marks; nothing is sent before `flush`.
    void changed(Scope scope, std::int64_t version);
    void grew(ProjectId project, const Growth& growth);
    void dropped(Scope scope, std::string_view reason);
    // Sockets of this sign-in (or, with an empty session, of the user) are closed.
    void signed_out(UserId user, std::string_view session);

    // Sends what is due. Gives the milliseconds after which to call again, -1 when nothing waits.
    std::int64_t flush();
    bool listened(Scope scope) const { return listeners_.contains(scope); }
    std::size_t sockets() const { return sessions_.size(); }
    void close_all(std::string_view reason);

private:
    class Session;
    struct Listening {
        std::optional<std::int64_t> changed_version;
        std::map<RunId, Growth> grown;
        std::int64_t live_sent_ms = -1'000'000;
    };

    void leave(Session& session);
    void listen(Session& session, Scope scope);
    void quit(Session& session, Scope scope);
    bool flush_scope(Session& session, Scope scope, Listening& listening, std::int64_t now_ms,
                     std::int64_t& wait_ms);

    Options options_;
    std::unordered_set<Session*> sessions_;
    std::map<Scope, std::unordered_set<Session*>> listeners_;
    std::unordered_set<Session*> due_;
};

}  // namespace ensemble::live
