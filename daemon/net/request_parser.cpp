// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/request_parser.h"

#include <boost/beast/http/error.hpp>
#include <utility>

#include "daemon/http/status.h"

namespace ensemble::net {

namespace {

namespace beast = boost::beast;
using Problem = beast::http::error;

constexpr std::size_t headers_max = 256;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser(http::Request& request, std::size_t header_bytes_max)
    : request_(request), header_bytes_max_(header_bytes_max) {
    header_limit(static_cast<std::uint32_t>(header_bytes_max));
    body_limit(boost::none);
    eager(false);
}

RequestParser::Step RequestParser::head(std::string_view& bytes) {
    while (bytes.starts_with("\r\n") && !got_some())  // left over from a careless client
        bytes.remove_prefix(2);
    if (bytes.empty() || bytes == "\r") return Step::more;
    const std::size_t before = bytes.size();
    Step step = put(bytes);
    // Beast bounds only what it has not taken yet.
    head_bytes_ += before - bytes.size();
    const std::size_t waiting = step == Step::more ? bytes.size() : 0;
    if (step != Step::refused && head_bytes_ + waiting > header_bytes_max_) {
        refusal_ = refusal_for(Problem::header_limit, bytes);
        step = Step::refused;
    }
    if (step == Step::refused) return step;
    return is_header_done() ? Step::done : Step::more;
}

RequestParser::Step RequestParser::body(std::string_view& bytes, Body& body) {
    body_ = &body;
    while (!is_done() && !bytes.empty()) {
        const Step step = put(bytes);
        if (step != Step::done) return step;
    }
    return is_done() ? Step::done : Step::more;
}

RequestParser::Step RequestParser::put(std::string_view& bytes) {
    Code error;
    const std::string_view all = bytes;
    bytes.remove_prefix(Beast::put(boost::asio::buffer(all.data(), all.size()), error));
    if (!error) return Step::done;
    if (error == Problem::need_more) return Step::more;
    // With that code the Body has already put its own refusal here.
    if (error != Problem::stale_parser) refusal_ = refusal_for(error, all);
    return Step::refused;
}

http::Response RequestParser::refusal_for(const Code& error, std::string_view rest) const {
    if (error == Problem::header_limit) {
        const std::string_view fitting = rest.substr(0, header_bytes_max_);
        return request_.target.empty() && fitting.find("\r\n") == std::string_view::npos
                   ? http::error_response(
                         414, fail(ErrorCode::too_large, "The address of the request is too long."))
                   : http::error_response(431,
                                          fail(ErrorCode::too_large,
                                               "The head of the request is larger than " +
                                                   std::to_string(header_bytes_max_) + " bytes."));
    }
    return http::error_response(
        fail(ErrorCode::bad_request, "This is not HTTP (" + error.message() + ")."));
}

Framing RequestParser::framing() const {
    Framing out;
    out.http_1_0 = http_1_0_;
    out.chunked = chunked();
    out.upgrade = upgrade();
    out.keep_alive = keep_alive();
    if (const auto length = content_length()) out.length_bytes = *length;
    return out;
}

void RequestParser::on_request_impl(Verb, Text method, Text target, int version, Code&) {
    http_1_0_ = version < 11;
    request_.method = view(method);
    request_.target = view(target);
}

void RequestParser::on_field_impl(Field, Text name, Text value, Code& error) {
    if (head_done_) return;  // a trailer: nothing here waits for one
    if (request_.headers.size() >= headers_max) {
        error = Problem::header_limit;
        return;
    }
    request_.headers.emplace_back(view(name), view(value));
}

void RequestParser::on_header_impl(Code&) {
    head_done_ = true;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) {}

std::size_t RequestParser::on_body_impl(Text bytes, Code& error) {
    if (Body::Refusal refusal = body_->take(view(bytes))) {
        refusal_ = std::move(*refusal);
        error = Problem::stale_parser;
    }
    return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, Text, Code&) {}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text bytes, Code& error) {
    return on_body_impl(bytes, error);
}

void RequestParser::on_finish_impl(Code&) {}

}  // namespace ensemble::net
