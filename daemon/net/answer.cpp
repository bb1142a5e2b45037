// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/answer.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

#include "daemon/http/status.h"
#include "daemon/net/range.h"

namespace ensemble::net {

namespace {

constexpr std::size_t joined_body_bytes_max = 8u << 10;

// Framing is decided here alone.
constexpr std::array<std::string_view, 6> own_headers{
    "connection", "content-length", "transfer-encoding", "keep-alive", "date", "trailer"};

bool is_token_char(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
}

bool may_send(std::string_view name, std::string_view value) {
    constexpr std::string_view line_breakers("\r\n\0", 3);
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_token_char)) return false;
    if (value.find_first_of(line_breakers) != std::string_view::npos) return false;
    return std::none_of(own_headers.begin(), own_headers.end(), [name](std::string_view own) {
        return http::same_ignoring_case(own, name);
    });
}

// RFC 9110 section 5.6.7, made once a second per thread.
std::string_view http_date() {
    thread_local std::time_t made_for = 0;
    thread_local std::array<char, 40> text{};
    thread_local std::size_t size = 0;
    const std::time_t now = std::time(nullptr);
    if (now != made_for) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        made_for = now;
    }
    return {text.data(), size};
}

void add(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

bool has_no_body(int status) {
    return status == 204 || status == 304;
}

// Turns a 200 with a file into 206 or 416 when the request asked for a part.
void apply_range(http::Response& response, const Asked& asked) {
    auto* const file = std::get_if<http::FileBody>(&response.body);
    if (file == nullptr || asked.method != "GET" || asked.range.empty() || response.status != 200)
        return;
    if (http::find_header(response.headers, "Accept-Ranges") != "bytes") return;
    if (!range_applies(asked.if_range, response.headers)) return;
    const Range range = parse_range(asked.range, file->bytes);
    const std::string total = std::to_string(file->bytes);
    if (range.kind == Range::Kind::whole) return;
    if (range.kind == Range::Kind::outside) {
        response = http::error_response(
            416, fail(ErrorCode::bad_request, "The file has only " + total + " bytes."));
        response.headers.emplace_back("Content-Range", "bytes */" + total);
        return;
    }
    response.status = 206;
    response.headers.emplace_back("Content-Range",
                                  "bytes " + std::to_string(range.offset) + "-" +
                                      std::to_string(range.offset + range.bytes - 1) + "/" + total);
    file->offset += range.offset;
    file->bytes = range.bytes;
}

void place_body(Answer& answer) {
    auto& body = answer.owner.body;
    if (auto* const file = std::get_if<http::FileBody>(&body)) {
        answer.body_bytes = file->bytes;
        if (file->bytes > 0) answer.file = std::move(*file);
    } else if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body)) {
        if (*shared != nullptr) answer.body = **shared;
        answer.body_bytes = answer.body.size();
    } else {
        answer.body = *std::get_if<std::string>(&body);
        answer.body_bytes = answer.body.size();
    }
}

void drop_body(Answer& answer) {
    answer.body = {};
    answer.file.reset();
}

void write_head(Answer& answer, const Asked& asked) {
    const http::Response& response = answer.owner;
    std::string& head = answer.head;
    head.reserve(512 + (answer.body.size() <= joined_body_bytes_max ? answer.body.size() : 0));
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(http::reason_phrase(response.status)).append("\r\n");
    add(head, "Date", http_date());
    for (const auto& [name, value] : response.headers) {
        if (may_send(name, value)) add(head, name, value);
    }
    if (http::find_header(response.headers, "X-Content-Type-Options").empty())
        add(head, "X-Content-Type-Options", "nosniff");
    if (!has_no_body(response.status))
        add(head, "Content-Length", std::to_string(answer.body_bytes));
    if (!answer.keep_alive) {
        add(head, "Connection", "close");
    } else if (asked.http_1_0) {
        add(head, "Connection", "keep-alive");
    }
    head.append("\r\n");
}

}  // namespace

Asked ask_of(const http::Request& request, const Framing& framing) {
    Asked asked;
    asked.method = request.method;
    asked.http_1_0 = framing.http_1_0;
    asked.keep_alive = framing.keep_alive;
    asked.range = request.header("Range");
    if (!asked.range.empty()) asked.if_range = request.header("If-Range");
    return asked;
}

std::unique_ptr<Answer> make_answer(http::Response&& response, const Asked& asked) {
    auto answer = std::make_unique<Answer>();
    if (response.status < 200 || response.status > 599)
        response = http::error_response(fail(ErrorCode::internal, "The request failed."));
    apply_range(response, asked);
    answer->owner = std::move(response);
    answer->status = answer->owner.status;
    answer->keep_alive = asked.keep_alive;
    place_body(*answer);
    write_head(*answer, asked);
    if (asked.method == "HEAD" || has_no_body(answer->status)) drop_body(*answer);
    if (answer->body.size() <= joined_body_bytes_max) {
        answer->head.append(answer->body);
        answer->body = {};
    }
    return answer;
}

bool read_piece(http::FileBody& file, std::size_t bytes_max, std::string& piece) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(bytes_max, file.bytes)));
    std::size_t have = 0;
    while (have < piece.size()) {
        const ssize_t got = ::pread(*file.descriptor, piece.data() + have, piece.size() - have,
                                    static_cast<off_t>(file.offset));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        have += static_cast<std::size_t>(got);
        file.offset += static_cast<std::uint64_t>(got);
        file.bytes -= static_cast<std::uint64_t>(got);
    }
    return true;
}

}  // namespace ensemble::net
