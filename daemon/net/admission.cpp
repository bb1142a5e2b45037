// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/admission.h"

#include <algorithm>
#include <string>
#include <utility>

#include "daemon/http/status.h"

namespace ensemble::net {

namespace {

using http::same_ignoring_case;
using Refusal = std::optional<http::Response>;

std::size_t count(const http::Headers& headers, std::string_view name) {
    return static_cast<std::size_t>(
        std::count_if(headers.begin(), headers.end(), [name](const auto& header) {
            return same_ignoring_case(header.first, name);
        }));
}

Refusal bad(std::string detail) {
    return http::error_response(fail(ErrorCode::bad_request, std::move(detail)));
}

Refusal refuse(int status, ErrorCode code, std::string detail) {
    return http::error_response(status, fail(code, std::move(detail)));
}

std::string joined(const std::vector<std::string>& methods) {
    std::string out;
    for (const std::string& method : methods)
        out.append(method).append(", ");
    return out + "OPTIONS";
}

Refusal judge_head(const http::Request& request, const Framing& framing) {
    const std::size_t hosts = count(request.headers, "Host");
    if (hosts > 1 || (hosts == 0 && !framing.http_1_0))
        return bad("A request needs exactly one Host.");
    const std::string_view coding = request.header("Transfer-Encoding");
    if (!coding.empty() && framing.http_1_0) return bad("HTTP/1.0 knows no Transfer-Encoding.");
    if (count(request.headers, "Transfer-Encoding") > 0 && !same_ignoring_case(coding, "chunked"))
        return refuse(501, ErrorCode::unsupported, "The only Transfer-Encoding here is chunked.");
    const std::string_view expected = request.header("Expect");
    if (!expected.empty() && !same_ignoring_case(expected, "100-continue"))
        return refuse(417, ErrorCode::unsupported, "The only expectation here is 100-continue.");
    return std::nullopt;
}

Refusal answer_options(const http::Router& router, const http::Request& request) {
    std::vector<std::string> methods = router.methods(request.path);
    if (request.target == "*") methods = {"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"};
    if (methods.empty()) return std::nullopt;
    http::Response response;
    response.status = 204;
    response.headers.emplace_back("Allow", joined(methods));
    return response;
}

Refusal no_route(const http::Router& router, const http::Request& request,
                 const http::Router::Match& match) {
    if (match.bad_escape) return bad("The path is not escaped UTF-8 text.");
    if (request.method == "OPTIONS") {
        if (Refusal answer = answer_options(router, request)) return answer;
    }
    if (!match.other_method)
        return refuse(404, ErrorCode::not_found, "There is nothing at this address.");
    Refusal refusal = refuse(405, ErrorCode::unsupported, "This address has other methods.");
    refusal->headers.emplace_back("Allow", joined(router.methods(request.path)));
    return refusal;
}

// A page of another site may open a socket here with the visitor's cookies: it says its own
// origin then, and cannot lie about it.
bool same_origin(const http::Request& request) {
    std::string_view origin = request.header("Origin");
    if (count(request.headers, "Origin") == 0) return true;
    const std::size_t scheme = origin.find("://");
    if (scheme == std::string_view::npos) return false;
    origin.remove_prefix(scheme + 3);
    return same_ignoring_case(origin, request.header("Host"));
}

Refusal judge_socket(const http::Request& request, const Framing& framing) {
    if (!same_origin(request))
        return refuse(403, ErrorCode::forbidden, "Pages of another origin may not connect.");
    const bool asks = request.method == "GET" && !framing.http_1_0 && framing.upgrade &&
                      !framing.has_body() &&
                      same_ignoring_case(request.header("Upgrade"), "websocket") &&
                      !request.header("Sec-WebSocket-Key").empty();
    if (asks && request.header("Sec-WebSocket-Version") == "13") return std::nullopt;
    Refusal refusal = refuse(426, ErrorCode::bad_request, "Only a WebSocket can be opened here.");
    refusal->headers.emplace_back("Upgrade", "websocket");
    refusal->headers.emplace_back("Sec-WebSocket-Version", "13");
    return refusal;
}

}  // namespace

bool split_target(http::Request& request) {
    std::string_view rest = request.target;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!same_ignoring_case(rest.substr(0, scheme.size()), scheme)) continue;
        rest.remove_prefix(scheme.size());
        rest.remove_prefix(std::min(rest.find_first_of("/?"), rest.size()));
        if (!rest.starts_with('/')) rest = "/";
        break;
    }
    if (!rest.starts_with('/')) return request.target == "*" && request.method == "OPTIONS";
    rest = rest.substr(0, rest.find('#'));
    const std::size_t mark = rest.find('?');
    request.path = rest.substr(0, mark);
    if (mark != std::string_view::npos) request.query = rest.substr(mark + 1);
    return true;
}

Refusal admit(const http::Router& router, const Framing& framing, http::Request& request,
              const http::Route*& route) {
    if (!split_target(request)) return bad("The target of the request is not a path.");
    if (Refusal refusal = judge_head(request, framing)) return refusal;
    http::Router::Match match = router.find(request.method, request.path);
    if (match.route == nullptr) return no_route(router, request, match);
    request.params = std::move(match.params);
    if (match.route->open_socket) {
        if (Refusal refusal = judge_socket(request, framing)) return refusal;
    }
    if (match.route->sink && !framing.chunked && !framing.length_bytes)
        return refuse(411, ErrorCode::bad_request, "An upload needs a Content-Length.");
    route = match.route;
    return std::nullopt;
}

bool expects_continue(const http::Request& request, const Framing& framing) {
    return framing.has_body() && !framing.http_1_0 && !request.header("Expect").empty();
}

}  // namespace ensemble::net
