// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/json_text.h"

#include <cctype>

#include <nlohmann/json.hpp>

#include "daemon/graphql/json_out.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

constexpr std::string_view blanks = " \t\n\r";

// Walks over JSON text without recursion.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    void skip_blanks() { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }
    bool take(char c) {
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    bool done() {
        skip_blanks();
        return at_ == text_.size();
    }
    std::size_t at() const { return at_; }

    bool skip_string();
    bool skip_value();

private:
    bool skip_escape();  // to its last character
    bool skip_scalar();
    bool skip_number();
    bool open_or_scalar(std::string& open, bool& complete);

    std::string_view text_;
    std::size_t at_ = 0;
};

bool Scanner::skip_string() {
    if (!take('"')) return false;
    for (; at_ < text_.size(); ++at_) {
        const auto c = static_cast<unsigned char>(text_[at_]);
        if (c == '"') {
            ++at_;
            return true;
        }
        if (c < 0x20) return false;
        if (c == '\\' && !skip_escape()) return false;
    }
    return false;
}

bool Scanner::skip_escape() {
    if (++at_ >= text_.size()) return false;
    if (text_[at_] != 'u') return std::string_view("\"\\/bfnrt").find(text_[at_]) != text_.npos;
    for (int i = 0; i < 4; ++i)
        if (++at_ >= text_.size() || !std::isxdigit(static_cast<unsigned char>(text_[at_])))
            return false;
    return true;
}

bool Scanner::skip_number() {
    const std::size_t begin = at_;
    const auto digits = [this] {
        const std::size_t first = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')
            ++at_;
        return at_ > first;
    };
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    const bool zero = at_ < text_.size() && text_[at_] == '0';
    const std::size_t whole = at_;
    if (!digits() || (zero && at_ > whole + 1)) {
        at_ = begin;
        return false;
    }
    if (at_ < text_.size() && text_[at_] == '.') {
        ++at_;
        if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
        ++at_;
        if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        if (!digits()) return false;
    }
    return true;
}

bool Scanner::skip_scalar() {
    for (const std::string_view word : {"true", "false", "null", "NaN", "Infinity", "-Infinity"}) {
        if (text_.substr(at_, word.size()) != word) continue;
        at_ += word.size();
        return true;
    }
    return skip_number();
}

// At the beginning of a value: opens a list or object, or skips something simple.
bool Scanner::open_or_scalar(std::string& open, bool& complete) {
    skip_blanks();
    if (at_ >= text_.size()) return false;
    const char c = text_[at_];
    complete = c != '{' && c != '[';
    if (complete) return c == '"' ? skip_string() : skip_scalar();
    ++at_;
    if (open.size() + 1 >= limits::json_depth_max) return false;  // one level is the caller's
    open.push_back(c == '{' ? '}' : ']');
    if (take(open.back())) {
        open.pop_back();
        complete = true;
        return true;
    }
    return c == '[' || (skip_string() && take(':'));
}

bool Scanner::skip_value() {
    std::string open;  // the brackets that are still to be closed
    do {
        bool complete = false;
        if (!open_or_scalar(open, complete)) return false;
        while (complete && !open.empty()) {
            if (take(',')) {
                if (open.back() == '}' && !(skip_string() && take(':'))) return false;
                break;
            }
            if (!take(open.back())) return false;
            open.pop_back();
        }
        if (complete && open.empty()) return true;
    } while (true);
}

Error no_object() {
    return fail(ErrorCode::bad_request, "not a JSON object, or nested too deeply");
}

}  // namespace

std::optional<std::string> string_value(std::string_view json) {
    if (json.empty() || json.front() != '"') return std::nullopt;
    if (json.find('\\') == std::string_view::npos) {
        if (json.size() < 2 || json.back() != '"') return std::nullopt;
        return std::string(json.substr(1, json.size() - 2));
    }
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    if (!parsed.is_string()) return std::nullopt;
    return parsed.get<std::string>();
}

Result<std::vector<Member>> read_members(std::string_view object) {
    std::vector<Member> members;
    Scanner scanner(object);
    if (!scanner.take('{')) return no_object();
    bool more = !scanner.take('}');
    while (more) {
        scanner.skip_blanks();
        const std::size_t key_at = scanner.at();
        if (!scanner.skip_string()) return no_object();
        auto key = string_value(object.substr(key_at, scanner.at() - key_at));
        if (!key || !scanner.take(':')) return no_object();
        scanner.skip_blanks();
        const std::size_t value_at = scanner.at();
        if (!scanner.skip_value()) return no_object();
        members.push_back({std::move(*key), object.substr(value_at, scanner.at() - value_at)});
        more = scanner.take(',');
        if (!more && !scanner.take('}')) return no_object();
    }
    if (!scanner.done()) return no_object();
    return members;
}

std::optional<std::string_view> find_member(const std::vector<Member>& members,
                                            std::string_view key) {
    for (std::size_t i = members.size(); i > 0; --i) {
        if (members[i - 1].key == key) return members[i - 1].value;
    }
    return std::nullopt;
}

std::optional<std::string_view> find_path(std::string_view object,
                                          const std::vector<std::string_view>& path) {
    std::string_view at = object;
    for (const std::string_view key : path) {
        auto members = read_members(at);
        if (!members) return std::nullopt;
        const auto found = find_member(*members, key);
        if (!found) return std::nullopt;
        at = *found;
    }
    return at;
}

std::string write_members(const std::vector<Member>& members) {
    std::string text = "{";
    for (const Member& member : members) {
        if (text.size() > 1) text += ',';
        graphql::append_string(text, member.key);
        text += ':';
        text += member.value;
    }
    text += '}';
    return text;
}

bool is_object(std::string_view text) {
    return static_cast<bool>(read_members(text));
}

std::string strict_json(std::string text) {
    if (text.find("NaN") == std::string::npos && text.find("Infinity") == std::string::npos)
        return text;
    std::string made;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string && c == '\\' && i + 1 < text.size()) {
            made += c;
            made += text[++i];
            continue;
        }
        if (c == '"') in_string = !in_string;
        bool quoted = false;
        for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
            if (in_string || text.compare(i, word.size(), word) != 0) continue;
            made += '"' + std::string(word) + '"';
            i += word.size() - 1;
            quoted = true;
            break;
        }
        if (!quoted) made += c;
    }
    return made;
}

}  // namespace ensemble::wandb
