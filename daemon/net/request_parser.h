// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "daemon/http/message.h"
#include "daemon/net/body.h"
#include "daemon/net/framing.h"

namespace ensemble::net {

// Beast's grammar of HTTP/1 with our values at its ends: the head goes into an http::Request, the
// body into a Body. Fed from a buffer; nothing is read here.
class RequestParser : private boost::beast::http::basic_parser<true> {
public:
    enum class Step { more, done, refused };

    RequestParser(http::Request& request, std::size_t header_bytes_max);

    // Parses the head at the front of `bytes` and takes off what was used.
    Step head(std::string_view& bytes);
    // The same for the body, after the head is done.
    Step body(std::string_view& bytes, Body& body);

    // Requires: the head is done.
    Framing framing() const;
    // After `refused`.
    http::Response take_refusal() { return std::move(refusal_); }

private:
    using Beast = boost::beast::http::basic_parser<true>;
    using Field = boost::beast::http::field;
    using Verb = boost::beast::http::verb;
    using Text = boost::beast::string_view;
    using Code = boost::beast::error_code;

    Step put(std::string_view& bytes);
    http::Response refusal_for(const Code& error, std::string_view rest) const;

    void on_request_impl(Verb, Text method, Text target, int version, Code& error) override;
    void on_response_impl(int, Text, int, Code&) override {}
    void on_field_impl(Field, Text name, Text value, Code& error) override;
    void on_header_impl(Code& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code& error) override;
    std::size_t on_body_impl(Text bytes, Code& error) override;
    void on_chunk_header_impl(std::uint64_t, Text, Code& error) override;
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Code& error) override;
    void on_finish_impl(Code& error) override;

    http::Request& request_;
    std::size_t header_bytes_max_;
    std::size_t head_bytes_ = 0;
    Body* body_ = nullptr;
    bool http_1_0_ = false;
    bool head_done_ = false;
    http::Response refusal_;
};

}  // namespace ensemble::net
