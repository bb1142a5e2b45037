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
#include "shared/records/standing.h"

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
        // Where the run is; none when there is no such run, or it is deleted.
        std::function<std::optional<ProjectId>(RunId)> project_of;
        // Whether somebody with that in hand may hear of the project.
        std::function<bool(const records::Asker&, ProjectId)> may_listen;
        std::function<std::int64_t()> steady_ms;
        std::function<Instant()> now;
        std::int64_t live_interval_ms = 50;  // at most one `live` per scope and socket in this time
    };
    explicit Hub(Options options);
    ~Hub();

    // A signed-in page connects, or a script. `credential` names the session or key that it came
    // with, so that the end of that closes it.
    std::shared_ptr<http::SocketPeer> open(const records::Asker& asker, std::string credential,
                                           std::shared_ptr<http::Mailbox> mailbox);

    // Marks; nothing is sent before `flush`.
    void changed(Scope scope, std::int64_t version);
    // For the user's home, from a project: whoever may not hear of that does not.
    void changed_home(UserId user, ProjectId project, std::int64_t version);
    void grew(ProjectId project, const Growth& growth);
    void dropped(Scope scope, std::string_view reason);
    // What was decided. When it moves who may listen to what, everybody is asked again before
    // anything else is sent; sockets of people who were deactivated are closed.
    void heard(const records::Changes& changes, const std::vector<records::Row>& before);
    // Sockets that came with it (or, when it is "", all of the user) are closed.
    void signed_out(UserId user, std::string_view credential);

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
    std::optional<ProjectId> place(Scope scope) const;
    void look_again();
    bool flush_scope(Session& session, Scope scope, Listening& listening, std::int64_t now_ms,
                     std::int64_t& wait_ms);

    Options options_;
    std::unordered_set<Session*> sessions_;
    std::map<Scope, std::unordered_set<Session*>> listeners_;
    std::unordered_set<Session*> due_;
    bool access_moved_ = false;
};

}  // namespace ensemble::live
