// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "client.h"
#include "house.h"
#include "packed.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

// An open file without a name.
class OpenFile {
public:
    explicit OpenFile(std::size_t megabytes) : file_(std::tmpfile()) {
        for (std::size_t i = 0; i < megabytes; ++i) {
            const std::string piece = noise(1'000'000, static_cast<unsigned>(i));
            std::fwrite(piece.data(), 1, piece.size(), file_);
        }
        std::fflush(file_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() { std::fclose(file_); }

    http::Response response(std::uint64_t bytes) const {
        http::Response out;
        out.headers = {{"Accept-Ranges", "bytes"}};
        out.body = http::FileBody{std::shared_ptr<const int>(new int(::dup(::fileno(file_))),
                                                             [](const int* descriptor) {
                                                                 ::close(*descriptor);
                                                                 delete descriptor;
                                                             }),
                                  0, bytes};
        return out;
    }

private:
    std::FILE* file_;
};

http::Route file_route(const OpenFile& file, std::uint64_t bytes) {
    return route(
        "GET", "/file",
        [&file, bytes](http::Request&&, const http::Reply& reply) { reply(file.response(bytes)); },
        http::Where::io);
}

}  // namespace

TEST_CASE("a file of 100 MB arrives byte for byte") {
    const OpenFile file(100);
    House house({file_route(file, 100'000'000)});
    Client client(house.port());
    REQUIRE(client.send(get("/file")));
    const Reply head = client.receive(BodyExpected::no);
    CHECK(head.header("Content-Length") == "100000000");
    bool same = true;
    for (unsigned i = 0; i < 100; ++i)
        same = same && client.receive_bytes(1'000'000) == noise(1'000'000, i);
    CHECK(same);
    CHECK(client.ask(get("/file", "Range: bytes=0-0\r\n")).status == 206);
}

TEST_CASE("a part of a file is what the range asks for") {
    const OpenFile file(2);
    House house({file_route(file, 2'000'000)});
    Client client(house.port());
    const std::string bytes = noise(1'000'000, 0) + noise(1'000'000, 1);
    const Reply part = client.ask(get("/file", "Range: bytes=999990-1000009\r\n"));
    CHECK(part.status == 206);
    CHECK(part.header("Content-Range") == "bytes 999990-1000009/2000000");
    CHECK((part.body == bytes.substr(999'990, 20)));
    CHECK((client.ask(get("/file", "Range: bytes=-5\r\n")).body == bytes.substr(1'999'995)));
    const Reply outside = client.ask(get("/file", "Range: bytes=2000000-\r\n"));
    CHECK(outside.status == 416);
    CHECK(outside.header("Content-Range") == "bytes */2000000");
    const Reply whole = client.ask(get("/file", "Range: bytes=0-4\r\nIf-Range: \"other\"\r\n"));
    CHECK(whole.status == 200);
    CHECK((whole.body == bytes));
    REQUIRE(client.send("HEAD /file HTTP/1.1\r\nHost: lab\r\n\r\n"));
    CHECK(client.receive(BodyExpected::no).header("Content-Length") == "2000000");
    CHECK(client.ask(get("/file", "Range: bytes=0-4\r\n")).status == 206);
}

TEST_CASE("a file that is shorter than promised ends the connection, and only this one") {
    Told<std::string> told;
    net::ServerOptions options;
    options.trouble = [&told](std::string_view sentence) { told.tell(std::string(sentence)); };
    const OpenFile file(1);
    House house({file_route(file, 1'000'001), route("GET", "/", saying("home"))}, options);
    Client client(house.port());
    REQUIRE(client.send(get("/file")));
    CHECK(client.receive().body.size() < 1'000'001);
    CHECK(client.closed());
    CHECK(told.wait() == "A file became shorter while it was sent.");
    Client other(house.port());
    CHECK(other.ask(get("/")).status == 200);
}

TEST_CASE("large bodies in memory arrive, owned and shared") {
    const auto large = std::make_shared<const std::string>(noise(20'000'000));
    House house({route("GET", "/owned",
                       [large](http::Request&&, const http::Reply& reply) {
                           reply(http::text(200, *large));
                       }),
                 route("GET", "/shared", [large](http::Request&&, const http::Reply& reply) {
                     http::Response response;
                     response.body = large;
                     reply(std::move(response));
                 })});
    Client client(house.port());
    CHECK((client.ask(get("/owned")).body == *large));
    CHECK((client.ask(get("/shared")).body == *large));
}

TEST_CASE("a client that does not read its answer is given up, others are served meanwhile") {
    net::ServerOptions options;
    options.write_timeout_ms = 150;
    options.sweep_ms = 10;
    Told<int> told;
    options.served = [&told](const net::Served& served) {
        if (served.pattern == "/large") told.tell(served.status);
    };
    House house({route("GET", "/large", saying(std::string(30'000'000, 'x'))),
                 route("GET", "/", saying("home"))},
                options);
    Client deaf(house.port(), 4096);
    REQUIRE(deaf.send(get("/large")));
    Client other(house.port());
    CHECK(other.ask(get("/")).status == 200);
    CHECK(told.wait() == 200);
    CHECK(house.server().counts().timeouts == 1);
    CHECK(other.ask(get("/")).status == 200);
}
