// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/http/message.h"

namespace ensemble::http {

// Where a handler runs. `core`: on the one thread that owns the data; the answer is sent after
// the round in which it ran was made durable. `io`: at once, on a network thread; it may touch
// nothing that is not thread-safe.
enum class Where { core, io };

using Handler = std::function<void(Request&&, Reply)>;
using Prepare = std::function<std::shared_ptr<void>(const Request&)>;
// Called with the head of the request, before any body byte is read. An error refuses the request
// (the body is not read and the connection is closed after the answer).
using MakeSink = std::function<Result<std::shared_ptr<BodySink>>(const Request&)>;
// Called on the core thread when a socket opens; an error refuses the upgrade.
using OpenSocket =
    std::function<Result<std::shared_ptr<SocketPeer>>(const Request&, std::shared_ptr<Mailbox>)>;

struct Route {
    std::string method;   // "GET" answers HEAD too
    std::string pattern;  // "/files/{team}/{project}/{run}/file_stream"; "{name...}" takes the rest
    Where where = Where::core;
    std::uint64_t body_bytes_max = 0;
    Handler handler;
    Prepare prepare = nullptr;         // pure, on an io thread, before the handler
    MakeSink sink = nullptr;           // streams the body
    OpenSocket open_socket = nullptr;  // a WebSocket route; `handler` is not used
};

// Routes are added before the first request and never change afterwards: `find` is thread-safe.
class Router {
public:
    void add(Route route);

    struct Match {
        const Route* route = nullptr;     // null: nothing under that path
        std::vector<std::string> params;  // unescaped
        bool other_method = false;        // the path exists with another method
        bool bad_escape = false;          // the path has a broken % escape
    };
    // `path` is escaped; a segment is unescaped after splitting, so "%2F" stays inside a segment.
    Match find(std::string_view method, std::string_view path) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
};

}  // namespace ensemble::http
