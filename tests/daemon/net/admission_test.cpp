// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/admission.h"

#include <doctest/doctest.h>

using namespace ensemble;
using net::Framing;

namespace {

http::Router router() {
    http::Router out;
    http::Route page;
    page.method = "GET";
    page.pattern = "/page/{name}";
    out.add(page);
    http::Route upload;
    upload.method = "PUT";
    upload.pattern = "/upload";
    upload.sink = [](const http::Request&) -> Result<std::shared_ptr<http::BodySink>> {
        return fail(ErrorCode::internal, "");
    };
    out.add(upload);
    http::Route live;
    live.method = "GET";
    live.pattern = "/live";
    live.open_socket = [](const http::Request&, const std::shared_ptr<http::Mailbox>&)
        -> Result<std::shared_ptr<http::SocketPeer>> { return fail(ErrorCode::internal, ""); };
    out.add(live);
    return out;
}

http::Request request(std::string method, std::string target, http::Headers headers) {
    http::Request out;
    out.method = std::move(method);
    out.target = std::move(target);
    out.headers = std::move(headers);
    return out;
}

// The status of the refusal; 0 when admitted.
int refusal(http::Request request, const Framing& framing = {}) {
    const http::Router routes = router();
    const http::Route* route = nullptr;
    const auto refused = net::admit(routes, framing, request, route);
    return refused ? refused->status : 0;
}

const http::Headers host = {{"Host", "lab:80"}};

http::Headers with(http::Headers more) {
    more.insert(more.begin(), host.begin(), host.end());
    return more;
}

http::Headers socket_headers(std::string origin) {
    return with({{"Upgrade", "WebSocket"},
                 {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                 {"Sec-WebSocket-Version", "13"},
                 {"Origin", std::move(origin)}});
}

}  // namespace

TEST_CASE("targets split into path and query") {
    struct Row {
        const char* target;
        const char* path;
        const char* query;
    };
    const Row rows[] = {
        {"/", "/", ""},
        {"/a?b=c?d", "/a", "b=c?d"},
        {"/a#b?c", "/a", ""},
        {"http://lab/a?b", "/a", "b"},
        {"HTTPS://lab:1", "/", ""},
        {"//a", "//a", ""},
    };
    for (const Row& row : rows) {
        http::Request one = request("GET", row.target, {});
        CAPTURE(row.target);
        CHECK(net::split_target(one));
        CHECK(one.path == row.path);
        CHECK(one.query == row.query);
    }
    for (const char* target : {"", "*", "a", "lab:80", "ftp://lab/a"}) {
        http::Request one = request("GET", target, {});
        CAPTURE(target);
        CHECK_FALSE(net::split_target(one));
    }
}

TEST_CASE("the head decides who is admitted") {
    Framing old;
    old.http_1_0 = true;
    Framing chunked;
    chunked.chunked = true;
    CHECK(refusal(request("GET", "/page/x", host)) == 0);
    CHECK(refusal(request("GET", "/page/x", {})) == 400);
    CHECK(refusal(request("GET", "/page/x", {}), old) == 0);
    CHECK(refusal(request("GET", "/page/x", with(host))) == 400);
    CHECK(refusal(request("GET", "nonsense", host)) == 400);
    CHECK(refusal(request("GET", "/page/%C3", host)) == 400);
    CHECK(refusal(request("GET", "/nowhere", host)) == 404);
    CHECK(refusal(request("PUT", "/page/x", host)) == 405);
    CHECK(refusal(request("PUT", "/upload", host)) == 411);
    CHECK(refusal(request("PUT", "/upload", with({{"Transfer-Encoding", "Chunked"}})), chunked) ==
          0);
    CHECK(refusal(request("PUT", "/upload", with({{"Transfer-Encoding", "gzip"}}))) == 501);
    CHECK(refusal(request("PUT", "/upload", with({{"Transfer-Encoding", "gzip, chunked"}})),
                  chunked) == 501);
    CHECK(refusal(request("PUT", "/upload", with({{"Transfer-Encoding", "chunked"}})), old) == 400);
    CHECK(refusal(request("GET", "/page/x", with({{"Expect", "100-Continue"}}))) == 0);
    CHECK(refusal(request("GET", "/page/x", with({{"Expect", "a miracle"}}))) == 417);
}

TEST_CASE("a socket opens for an upgrade from the same origin only") {
    Framing framing;
    framing.upgrade = true;
    const auto ask = [&framing](const http::Headers& headers) {
        return refusal(request("GET", "/live", headers), framing);
    };
    CHECK(ask(socket_headers("http://lab:80")) == 0);
    CHECK(ask(socket_headers("https://LAB:80")) == 0);
    CHECK(ask(socket_headers("http://lab:81")) == 403);
    CHECK(ask(socket_headers("http://evil.example")) == 403);
    CHECK(ask(socket_headers("http://lab:80.evil.example")) == 403);
    CHECK(ask(socket_headers("null")) == 403);
    CHECK(ask(socket_headers("")) == 403);
    http::Headers without_origin = socket_headers("");
    without_origin.pop_back();
    CHECK(ask(without_origin) == 0);
    http::Headers old_version = without_origin;
    old_version.back().second = "8";
    CHECK(ask(old_version) == 426);
    CHECK(ask(host) == 426);
    CHECK(refusal(request("GET", "/live", without_origin), Framing{}) == 426);
    CHECK(refusal(request("HEAD", "/live", without_origin), framing) == 426);
}

TEST_CASE("only a body that waits is told to go on") {
    Framing framing;
    framing.length_bytes = 5;
    const http::Request patient = request("PUT", "/upload", with({{"Expect", "100-continue"}}));
    CHECK(net::expects_continue(patient, framing));
    CHECK_FALSE(net::expects_continue(request("PUT", "/upload", host), framing));
    framing.http_1_0 = true;
    CHECK_FALSE(net::expects_continue(patient, framing));
    CHECK_FALSE(net::expects_continue(patient, Framing{}));
}
