// SPDX-License-Identifier: Apache-2.0
#include "shared/records/names.h"

#include <algorithm>
#include <array>

#include "shared/base/encoding.h"
#include "shared/base/limits.h"
#include "shared/records/state.h"

namespace ensemble::records {

namespace {

// First words of the server's own paths (docs/protocol.md): a team of such a name could not be
// reached. Nothing else is reserved; an operator may well be called admin.
constexpr std::array<std::string_view, 26> reserved{
    "activity", "admin-area", "api",    "artifacts", "artifactsV2", "assets", "authorize",
    "files",    "graphql",    "health", "inbox",     "invite",      "join",   "metrics",
    "oidc",     "orgs",       "ready",  "registry",  "s",           "sdk",    "search",
    "settings", "setup",      "signin", "storage",   "users"};

constexpr std::array<std::string_view, 8> built_in_roles{
    "none", "viewer", "viewonly", "member", "admin", "teamadmin", "registryadmin", "instanceadmin"};

// Control characters of two bytes, spaces of no width, marks and overrides of direction, and spaces
// that look like others. Joiners are part of words and pictures.
bool hides_something(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const auto at = [&](std::size_t k) {
            return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
        };
        const unsigned a = at(i);
        const unsigned b = at(i + 1);
        const unsigned c = at(i + 2);
        if (a == 0xc2 && (b <= 0xa0 || b == 0xad)) return true;               // U+0080–00A0, AD
        if (a == 0xe2 && b == 0x80 && c <= 0x8b) return true;                 // U+2000–200B
        if (a == 0xe2 && b == 0x80 && (c == 0x8e || c == 0x8f)) return true;  // U+200E–200F
        if (a == 0xe2 && b == 0x80 && c >= 0xa8 && c <= 0xaf) return true;    // U+2028–202F
        if (a == 0xe2 && b == 0x81 && c >= 0x9f && c <= 0xaf) return true;    // U+205F–206F
        if (a == 0xef && b == 0xbb && c == 0xbf) return true;                 // U+FEFF
        if (a == 0xe3 && b == 0x80 && c == 0x80) return true;                 // U+3000
    }
    return false;
}

bool plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

}  // namespace

std::string_view fault_of_team_name(std::string_view name) {
    if (name.empty() || name.size() > limits::user_name_bytes_max)
        return "A name has 1 to 64 characters.";
    if (!std::all_of(name.begin(), name.end(), plain))
        return "A name is made of letters, digits, hyphens and underscores.";
    const bool taken = std::any_of(reserved.begin(), reserved.end(),
                                   [&](std::string_view word) { return same_name(word, name); });
    return taken ? "This name is reserved; choose another one." : "";
}

std::string_view fault_of_project_name(std::string_view name) {
    if (name.empty() || name.size() > limits::project_name_bytes_max)
        return "A project name has 1 to 128 bytes.";
    if (!clean_text(name, Shape::line)) return "A project name is plain text.";
    if (name.find_first_of("/\\#?%:") != std::string_view::npos)
        return "A project name has none of / \\ # ? % and :";
    if (name == "." || name == "..") return "A project name is more than dots.";
    return "";
}

std::string_view fault_of_role_name(std::string_view name) {
    if (name.empty() || name.size() > limits::role_name_bytes_max)
        return "A role name has 1 to 64 bytes.";
    if (!clean_text(name, Shape::line) || hides_something(name))
        return "A role name is plain text without hidden characters.";
    if (name.front() == ' ' || name.back() == ' ')
        return "A role name neither begins nor ends with a space.";
    std::string letters;
    for (const char c : name)
        if (c != ' ' && c != '-' && c != '_')
            letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool built_in =
        std::find(built_in_roles.begin(), built_in_roles.end(), letters) != built_in_roles.end();
    return built_in ? "A built-in role is called so; choose another name." : "";
}

std::string free_variant(std::string_view name, std::size_t bytes_max,
                         const std::function<bool(std::string_view)>& is_free) {
    constexpr int tries_max = 100;
    for (int i = 2; i < tries_max; ++i) {
        const std::string tail = "-" + std::to_string(i);
        std::size_t size = std::min(name.size(), bytes_max - tail.size());
        // Not within a character of several bytes.
        while (size > 0 && size < name.size() && (name[size] & 0xc0) == 0x80)
            --size;
        std::string variant = std::string(name.substr(0, size)) + tail;
        if (is_free(variant)) return variant;
    }
    return "";
}

bool is_address(std::string_view email) {
    const auto at = email.find('@');
    return at != 0 && at != std::string_view::npos && at + 1 < email.size() &&
           email.size() <= limits::email_bytes_max && clean_text(email, Shape::line) &&
           email.find(' ') == std::string_view::npos;
}

bool clean_text(std::string_view text, Shape shape) {
    if (!valid_utf8(text)) return false;
    return std::none_of(text.begin(), text.end(), [shape](char c) {
        const bool breaks = c == '\n' || c == '\t' || c == '\r';
        if (breaks) return shape == Shape::line;
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
}

}  // namespace ensemble::records
