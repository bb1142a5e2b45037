// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/message.h"

#include <algorithm>

#include "shared/base/encoding.h"

namespace ensemble::http {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Takes the part before the next separator off the front of `rest`.
std::string_view take(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

// application/x-www-form-urlencoded: '+' is a blank, the rest is percent decoding.
std::optional<std::string> form_decode(std::string_view escaped) {
    std::string blanks(escaped);
    std::replace(blanks.begin(), blanks.end(), '+', ' ');
    std::optional<std::string> text = percent_decode(blanks);
    if (text && !valid_utf8(*text)) return std::nullopt;
    return text;
}

}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view find_header(const Headers& headers, std::string_view name) {
    for (const auto& [key, value] : headers) {
        if (same_ignoring_case(key, name)) return value;
    }
    return {};
}

std::optional<std::string> Request::parameter(std::string_view name) const {
    std::string_view rest = query;
    while (!rest.empty()) {
        std::string_view value = take(rest, '&');
        const bool has_value = value.find('=') != std::string_view::npos;
        const std::string_view key = take(value, '=');
        if (key != name && form_decode(key) != name) continue;
        return has_value ? form_decode(value) : std::string();
    }
    return std::nullopt;
}

std::string_view Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (!same_ignoring_case(key, "cookie")) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            std::string_view crumb = take(rest, ';');
            if (trimmed(take(crumb, '=')) == name) return trimmed(crumb);
        }
    }
    return {};
}

std::string Request::origin() const {
    const std::string_view host = header("Host");
    return host.empty() ? std::string() : (secure ? "https://" : "http://") + std::string(host);
}

Response text(int status, std::string body, std::string_view type) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", type);
    response.body = std::move(body);
    return response;
}

Response json(int status, std::string body) {
    return text(status, std::move(body), "application/json");
}

}  // namespace ensemble::http
