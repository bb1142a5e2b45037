// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shared/base/result.h"

// Requests and responses as plain values: no sockets, no nouns.
namespace ensemble::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// As the names of headers and many of their values are compared: without regard to ASCII case.
bool same_ignoring_case(std::string_view a, std::string_view b);

// Value of the first header of that name, compared without regard to case; "" when absent.
std::string_view find_header(const Headers& headers, std::string_view name);

// Where a streamed body goes: bytes arrive in order on one io thread and are never held in memory.
// Destroying it before `finish` discards what was written.
class BodySink {
public:
    virtual ~BodySink() = default;
    virtual Result<void> write(std::string_view bytes) = 0;
    // Everything arrived. What the route's handler needs afterwards it finds by casting the sink
    // in Request::sink to the type that the route's `sink` function made.
    virtual Result<void> finish() = 0;
};

struct Request {
    std::string method;  // upper case
    std::string target;  // as sent: path and query, still escaped
    std::string path;    // the path of the target, still escaped
    std::string query;   // after '?', still escaped
    Headers headers;
    std::string body;  // already gunzipped if Content-Encoding said so and the route allows it
    std::shared_ptr<BodySink> sink;   // instead of body, for routes that stream
    std::uint64_t body_bytes = 0;     // of body or of what the sink received
    std::string remote;               // the peer's address, without port
    bool secure = false;              // TLS
    std::vector<std::string> params;  // unescaped values of the pattern's {…}, in order
    std::shared_ptr<void> prepared;   // what the route's `prepare` made

    std::string_view header(std::string_view name) const { return find_header(headers, name); }
    // Unescaped value of a query parameter ('+' means blank); nullopt when absent or broken.
    std::optional<std::string> parameter(std::string_view name) const;
    std::string_view cookie(std::string_view name) const;
    // "http://host:port" as the client addressed us.
    std::string origin() const;
};

// A part of an open file, sent without being read into memory.
struct FileBody {
    std::shared_ptr<const int> descriptor;  // closed by its deleter
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

struct Response {
    int status = 200;
    Headers headers;
    std::variant<std::string, std::shared_ptr<const std::string>, FileBody> body;
};

Response text(int status, std::string body, std::string_view type = "text/plain; charset=utf-8");
Response json(int status, std::string body);

// Must be called exactly once, from any thread.
using Reply = std::function<void(Response&&)>;

// Text sent to one browser socket. Thread-safe; never blocks. `post` returns false when the
// connection is gone or was closed because too many bytes wait.
class Mailbox {
public:
    virtual ~Mailbox() = default;
    virtual bool post(std::shared_ptr<const std::string> text) = 0;
    // Posted and not taken by the network yet.
    virtual std::size_t waiting_bytes() const = 0;
    virtual void close(std::string_view reason) = 0;
};

// The other end: what arrives on a socket. Called on the core thread.
class SocketPeer {
public:
    virtual ~SocketPeer() = default;
    virtual void received(std::string text) = 0;
    virtual void closed() = 0;
};

}  // namespace ensemble::http
