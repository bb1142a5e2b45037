// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/answer.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>

using namespace ensemble;
using net::Asked;

namespace {

Asked asked(std::string method = "GET") {
    Asked out;
    out.method = std::move(method);
    return out;
}

std::string without_date(const std::string& head) {
    const std::size_t begin = head.find("Date: ");
    REQUIRE(begin != std::string::npos);
    return head.substr(0, begin) + head.substr(head.find("\r\n", begin) + 2);
}

http::Response file_response(std::string_view bytes) {
    std::FILE* const file = std::tmpfile();
    std::fwrite(bytes.data(), 1, bytes.size(), file);
    std::fflush(file);
    http::Response response;
    response.headers = {{"Accept-Ranges", "bytes"}, {"ETag", "\"v1\""}};
    response.body = http::FileBody{std::shared_ptr<const int>(new int(::dup(::fileno(file))),
                                                              [](const int* descriptor) {
                                                                  ::close(*descriptor);
                                                                  delete descriptor;
                                                              }),
                                   0, bytes.size()};
    std::fclose(file);
    return response;
}

}  // namespace

TEST_CASE("a small answer is one piece with its framing") {
    const auto answer = net::make_answer(http::text(200, "hello"), asked());
    CHECK(without_date(answer->head) == "HTTP/1.1 200 OK\r\n"
                                        "Content-Type: text/plain; charset=utf-8\r\n"
                                        "X-Content-Type-Options: nosniff\r\n"
                                        "Content-Length: 5\r\n\r\nhello");
    CHECK(answer->body.empty());
    CHECK(answer->keep_alive);
}

TEST_CASE("a large body stays where it is") {
    const std::string large(100'000, 'x');
    const auto owned = net::make_answer(http::text(200, large), asked());
    CHECK(owned->body == large);
    const auto shared = std::make_shared<const std::string>(large);
    http::Response response;
    response.body = shared;
    const auto answer = net::make_answer(std::move(response), asked());
    CHECK(answer->body.data() == shared->data());
    CHECK(answer->head.find("Content-Length: 100000\r\n") != std::string::npos);
}

TEST_CASE("headers cannot break out of their line or into the framing") {
    http::Response response = http::text(200, "");
    response.headers.emplace_back("X-Good", "fine: really");
    response.headers.emplace_back("X-Bad", "a\r\nSet-Cookie: evil=1");
    response.headers.emplace_back("X-Bad", "a\nb");
    response.headers.emplace_back("X-Bad", std::string("a\0b", 3));
    response.headers.emplace_back("X-Bad: a\r\nX-Worse", "b");
    response.headers.emplace_back("", "x");
    response.headers.emplace_back("content-LENGTH", "7");
    response.headers.emplace_back("Transfer-Encoding", "chunked");
    response.headers.emplace_back("Connection", "close");
    const auto answer = net::make_answer(std::move(response), asked());
    CHECK(without_date(answer->head) == "HTTP/1.1 200 OK\r\n"
                                        "Content-Type: text/plain; charset=utf-8\r\n"
                                        "X-Good: fine: really\r\n"
                                        "X-Content-Type-Options: nosniff\r\n"
                                        "Content-Length: 0\r\n\r\n");
}

TEST_CASE("no body follows HEAD, 204 and 304, and a status that is none is 500") {
    const auto head = net::make_answer(http::text(200, "hello"), asked("HEAD"));
    CHECK(head->head.ends_with("Content-Length: 5\r\n\r\n"));
    for (const int status : {204, 304}) {
        const auto answer = net::make_answer(http::text(status, "hello"), asked());
        CHECK(answer->head.ends_with("\r\n\r\n"));
        CHECK(answer->head.find("Content-Length") == std::string::npos);
    }
    for (const int status : {0, 101, 199, 600, -1})
        CHECK(net::make_answer(http::text(status, ""), asked())->status == 500);
}

TEST_CASE("a file is sent whole or in the part that was asked for") {
    const std::string bytes = "0123456789";
    Asked part = asked();
    part.range = "bytes=2-4";
    const auto some = net::make_answer(file_response(bytes), part);
    CHECK(some->status == 206);
    CHECK(some->head.find("Content-Range: bytes 2-4/10\r\n") != std::string::npos);
    CHECK(some->head.find("Content-Length: 3\r\n") != std::string::npos);
    std::string piece;
    CHECK(net::read_piece(*some->file, 100, piece));
    CHECK(piece == "234");
    CHECK(some->file->bytes == 0);

    part.if_range = "\"v1\"";
    CHECK(net::make_answer(file_response(bytes), part)->status == 206);
    part.if_range = "\"v0\"";
    CHECK(net::make_answer(file_response(bytes), part)->status == 200);
    part.if_range.clear();
    part.method = "HEAD";
    CHECK(net::make_answer(file_response(bytes), part)->status == 200);

    Asked outside = asked();
    outside.range = "bytes=10-";
    const auto none = net::make_answer(file_response(bytes), outside);
    CHECK(none->status == 416);
    CHECK(none->head.find("Content-Range: bytes */10\r\n") != std::string::npos);
    CHECK_FALSE(none->file.has_value());
}

TEST_CASE("ranges are left alone where the handler does not offer them") {
    Asked part = asked();
    part.range = "bytes=2-4";
    http::Response silent = file_response("0123456789");
    silent.headers.clear();
    CHECK(net::make_answer(std::move(silent), part)->status == 200);
    http::Response created = file_response("0123456789");
    created.status = 201;
    CHECK(net::make_answer(std::move(created), part)->status == 201);
    CHECK(net::make_answer(http::text(200, "0123456789"), part)->status == 200);
}

TEST_CASE("a file that became shorter is noticed") {
    http::Response response = file_response("0123456789");
    std::get<http::FileBody>(response.body).bytes = 11;
    const auto answer = net::make_answer(std::move(response), asked());
    std::string piece;
    CHECK_FALSE(net::read_piece(*answer->file, 100, piece));
}
