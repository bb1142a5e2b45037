// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "tests/architecture/tree.h"

// Blanks comments and literals. It knows just enough of the languages for rules about names and
// braces: a quote ends at the end of its line, apart from raw strings and template literals.
namespace ensemble::architecture {

namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Blanker {
public:
    Blanker(bool hash_comments, bool raw_strings)
        : hash_comments_(hash_comments), raw_strings_(raw_strings) {}

    std::string line(std::string_view text) {
        text_ = text;
        code_.assign(text.size(), ' ');
        for (at_ = 0; at_ < text_.size();) {
            if (!open_.empty()) {
                close_open();
            } else if (!blank_comment() && !blank_literal()) {
                code_[at_] = text_[at_];
                ++at_;
            }
        }
        return code_;
    }

private:
    bool here(std::string_view token) const { return text_.substr(at_, token.size()) == token; }

    // Inside something that spans lines: skips to its end, or over the rest of the line.
    void close_open() {
        const std::size_t end = text_.find(open_, at_);
        if (end == std::string_view::npos) {
            at_ = text_.size();
            return;
        }
        at_ = end + open_.size();
        open_.clear();
    }

    bool blank_comment() {
        if (hash_comments_ ? here("#") : here("//")) {
            at_ = text_.size();
            return true;
        }
        return !hash_comments_ && open("/*", "*/");
    }

    bool open(std::string_view start, std::string end) {
        if (!here(start)) return false;
        at_ += start.size();
        open_ = std::move(end);
        return true;
    }

    // 1'000 as opposed to 'a', U'a' and u8'a'.
    bool separates_digits() const {
        std::size_t start = at_;
        while (start > 0 && is_word(text_[start - 1]))
            --start;
        return start < at_ && text_[start] >= '0' && text_[start] <= '9';
    }

    bool blank_literal() {
        if (raw_strings_ && here("R\"")) {
            const std::size_t bracket = text_.find('(', at_);
            if (bracket != std::string_view::npos) {
                const std::string tag(text_.substr(at_ + 2, bracket - at_ - 2));
                return open("R\"", ")" + tag + "\"");
            }
        }
        if (!raw_strings_ && !hash_comments_ && open("`", "`")) return true;
        if (hash_comments_ && (open("\"\"\"", "\"\"\"") || open("'''", "'''"))) return true;
        const char quote = text_[at_];
        if (quote != '"' && quote != '\'') return false;
        if (quote == '\'' && separates_digits()) return false;
        ++at_;
        while (at_ < text_.size() && text_[at_] != quote)
            at_ += text_[at_] == '\\' ? 2u : 1u;
        at_ = std::min(at_ + 1, text_.size());
        return true;
    }

    bool hash_comments_;
    bool raw_strings_;
    std::string open_;  // what ends the comment or literal that we are in
    std::string_view text_;
    std::size_t at_ = 0;
    std::string code_;
};

}  // namespace

std::vector<std::string> code_of(const File& file) {
    constexpr std::array slashed{".cpp", ".h", ".ts", ".js", ".mjs", ".svelte", ".css"};
    bool hash_comments = true;
    for (const char* ending : slashed) {
        if (file.path.ends_with(ending)) hash_comments = false;
    }
    Blanker blanker(hash_comments, is_cpp(file.path));
    std::vector<std::string> code;
    code.reserve(file.lines.size());
    for (const std::string& line : file.lines)
        code.push_back(blanker.line(line));
    return code;
}

}  // namespace ensemble::architecture
