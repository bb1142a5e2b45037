// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_address.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include <curl/curl.h>

#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::outbound {

namespace {

constexpr std::uint16_t https_port = 443;

struct UrlEnd {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return "";
    std::string out = text;
    curl_free(text);
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool read_port(std::string_view text, std::uint16_t& port) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port != 0;
}

bool plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

// '*' is any run of characters; the last one seen is the only one worth going back to.
bool matches(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_at = at;
        } else if (p < pattern.size() && pattern[p] == text[at]) {
            ++p;
            ++at;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

bool matches_host(const std::string& host, const std::string& wanted) {
    if (!wanted.starts_with("*.")) return host == wanted;
    const std::string_view below = std::string_view(wanted).substr(1);
    return host.size() > below.size() && host.ends_with(below);
}

// A server may take %2e%2e for what it stands for.
bool has_dot_segments(const std::string& path) {
    auto decoded = percent_decode(path);
    if (!decoded) return true;
    std::replace(decoded->begin(), decoded->end(), '\\', '/');
    *decoded += '/';
    return decoded->find("/../") != std::string::npos || decoded->find("/./") != std::string::npos;
}

}  // namespace

Result<ImageAddress> parse_image_address(const std::string& text, bool plain_http) {
    if (text.size() > limits::badge_url_bytes_max)
        return fail(ErrorCode::bad_request, "The address of a badge has at most " +
                                                std::to_string(limits::badge_url_bytes_max) +
                                                " bytes.");
    const std::unique_ptr<CURLU, UrlEnd> url(curl_url());
    const bool understood =
        plain_ascii(text) && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
    const std::string scheme = understood ? part(url.get(), CURLUPART_SCHEME) : "";
    if (scheme != "https" && !(plain_http && scheme == "http"))
        return fail(ErrorCode::bad_request, "The address of a badge begins with https://.");
    if (!part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty())
        return fail(ErrorCode::bad_request, "The address of a badge names no user.");
    curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
    ImageAddress address;
    address.host = lower(part(url.get(), CURLUPART_HOST));
    curl_url_set(url.get(), CURLUPART_HOST, address.host.c_str(), 0);
    address.path = part(url.get(), CURLUPART_PATH);
    address.url = part(url.get(), CURLUPART_URL);
    if (has_dot_segments(address.path))
        return fail(ErrorCode::bad_request, "The path of a badge has no dots in place of a name.");
    if (address.host.empty() || address.host.ends_with('.') ||
        !read_port(part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT), address.port))
        return fail(ErrorCode::bad_request, "The address of a badge names no good host.");
    return address;
}

Result<AllowedImages::Entry> AllowedImages::parse_entry(std::string_view text) {
    Entry entry;
    const std::size_t slash = text.find('/');
    std::string_view host = text.substr(0, slash);
    if (slash != std::string_view::npos) entry.path = text.substr(slash);
    const std::size_t colon = host.rfind(':');
    const bool bracketed = host.ends_with(']');
    bool good = true;
    if (colon != std::string_view::npos && !bracketed) {
        good = read_port(host.substr(colon + 1), entry.port);
        host = host.substr(0, colon);
    }
    entry.host = lower(host);
    const std::string_view name =
        host.starts_with("*.") ? host.substr(2) : host;  // a star elsewhere is a mistake
    good = good && !name.empty() && plain_ascii(text) &&
           name.find_first_of("*@?#\\") == std::string_view::npos;
    if (!good)
        return fail(ErrorCode::bad_request,
                    "\"" + std::string(text) +
                        "\" is not a host of badges; write HOST, HOST:PORT or HOST/PATH.");
    return entry;
}

Result<AllowedImages> AllowedImages::parse(std::string_view list) {
    AllowedImages allowed;
    if (list == "none") return allowed;
    constexpr std::string_view between = ", \t\n";
    for (std::size_t at = list.find_first_not_of(between); at != std::string_view::npos;
         at = list.find_first_not_of(between, at)) {
        const std::size_t end = std::min(list.find_first_of(between, at), list.size());
        auto entry = parse_entry(list.substr(at, end - at));
        if (!entry) return entry.error();
        if (allowed.entries_.size() == limits::badge_hosts_max)
            return fail(ErrorCode::too_large, "There may be at most " +
                                                  std::to_string(limits::badge_hosts_max) +
                                                  " hosts of badges.");
        allowed.entries_.push_back(std::move(*entry));
        at = end;
    }
    return allowed;
}

bool AllowedImages::allow(const ImageAddress& address) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        const std::uint16_t port = entry.port == 0 ? https_port : entry.port;
        return port == address.port && matches_host(address.host, entry.host) &&
               (entry.path.empty() || matches(address.path, entry.path));
    });
}

std::string_view default_image_hosts() {
    return "img.shields.io, badgen.net, badge.fury.io, github.com/*/badge.svg, "
           "codecov.io/*/badge.svg, readthedocs.org/projects/*/badge/, "
           "colab.research.google.com/assets/colab-badge.svg, mybinder.org/badge_logo.svg, "
           "zenodo.org/badge/*";
}

}  // namespace ensemble::outbound
