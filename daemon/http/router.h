// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
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
    Prepare prepare = nullptr;          // pure, on an io thread, before the handler
    MakeSink sink = nullptr;            // streams the body
    OpenSocket open_socket = nullptr;   // a WebSocket route; `handler` is not used
    std::size_t message_bytes_max = 0;  // of a WebSocket; 0: as the server has it
};

// Routes are added before the first request and never change afterwards: `find` is thread-safe.
// Where several patterns fit, plain text goes before "{name}" and "{name}" before "{name...}",
// segment by segment from the left; a pattern that has the method goes before one that has not.
// "{name}" takes one segment that is not empty, "{name...}" all that is left, be it nothing.
class Router {
public:
    void add(Route route);

    struct Match {
        const Route* route = nullptr;     // null: nothing under that path
        std::vector<std::string> params;  // unescaped
        bool other_method = false;        // the path exists with another method
        bool bad_escape = false;  // the path has a broken % escape, or unescaped it is not text
    };
    // `path` is escaped; a segment is unescaped after splitting, so "%2F" stays inside a segment.
    // Whatever is not UTF-8 or holds a NUL counts as a bad escape.
    Match find(std::string_view method, std::string_view path) const;
    // Methods that some route answers under that path, sorted, with HEAD where GET is. Empty when
    // nothing is there.
    std::vector<std::string> methods(std::string_view path) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    // A tree of segments; nodes and routes are named by their place in `nodes_` and `routes_`.
    struct Node {
        std::map<std::string, std::size_t, std::less<>> plain;
        std::size_t one = 0;   // below "{name}"; 0 (the root) stands for none
        std::size_t rest = 0;  // below "{name...}"
        std::map<std::string, std::size_t, std::less<>> routes;  // by method
    };
    struct Search;

    std::size_t child(std::size_t node, std::string_view segment);
    bool descend(Search& search, std::size_t node, std::size_t segment) const;
    bool arrive(Search& search, std::size_t node) const;

    std::vector<Route> routes_;
    std::vector<Node> nodes_ = std::vector<Node>(1);
};

}  // namespace ensemble::http
