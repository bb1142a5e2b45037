// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/status.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>

namespace ensemble::http {

namespace {

struct Phrase {
    int status;
    std::string_view text;
};

// RFC 9110 section 15, RFC 6585 and RFC 4918; sorted.
constexpr std::array phrases{
    Phrase{100, "Continue"},
    Phrase{101, "Switching Protocols"},
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{204, "No Content"},
    Phrase{206, "Partial Content"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{410, "Gone"},
    Phrase{411, "Length Required"},
    Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{416, "Range Not Satisfiable"},
    Phrase{417, "Expectation Failed"},
    Phrase{422, "Unprocessable Content"},
    Phrase{426, "Upgrade Required"},
    Phrase{428, "Precondition Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"},
    Phrase{504, "Gateway Timeout"},
    Phrase{507, "Insufficient Storage"},
};

constexpr std::string_view retry_after_s(ErrorCode code) {
    return code == ErrorCode::disk_full ? "30" : "2";
}

}  // namespace

int status_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::bad_request:
        return 400;
    case ErrorCode::unauthenticated:
        return 401;
    case ErrorCode::forbidden:
        return 403;
    case ErrorCode::not_found:
        return 404;
    case ErrorCode::conflict:
        return 409;
    case ErrorCode::gone:
        return 410;
    case ErrorCode::too_large:
        return 413;
    case ErrorCode::rate_limited:
        return 429;
    case ErrorCode::unsupported:
        return 501;
    case ErrorCode::disk_full:
    case ErrorCode::unavailable:
    case ErrorCode::in_use:
        return 503;
    case ErrorCode::io_error:
    case ErrorCode::corrupt:
    case ErrorCode::newer_version:
    case ErrorCode::internal:
        return 500;
    }
    return 500;
}

std::string_view reason_phrase(int status) {
    const auto* const found =
        std::find_if(phrases.begin(), phrases.end(),
                     [status](const Phrase& phrase) { return phrase.status == status; });
    return found == phrases.end() ? std::string_view("Unknown") : found->text;
}

Response error_response(const Error& error) {
    return error_response(status_of(error.code), error);
}

Response error_response(int status, const Error& error) {
    const nlohmann::ordered_json one = {{"message", error.detail}, {"code", name(error.code)}};
    const nlohmann::ordered_json body = {{"errors", nlohmann::ordered_json::array({one})}};
    using Handler = nlohmann::ordered_json::error_handler_t;
    Response response = json(status, body.dump(-1, ' ', false, Handler::replace));
    if (transient(error.code)) {
        response.headers.emplace_back("Retry-After", retry_after_s(error.code));
    }
    return response;
}

}  // namespace ensemble::http
