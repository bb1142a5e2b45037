// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// One pass over JSON text as training scripts write it: strict JSON in UTF-8, plus bare NaN,
// Infinity and -Infinity.
namespace ensemble::recording {

struct JsonNumber {
    double value = 0;
    bool exact = true;  // false: printing `value` would not give an equal JSON number
};

class JsonCursor {
public:
    explicit JsonCursor(std::string_view text)
        : at_(text.data()), end_(text.data() + text.size()) {}

    const char* position() const { return at_; }
    bool at_end() const { return at_ == end_; }
    // The next character, '\0' at the end.
    char peek() const { return at_ == end_ ? '\0' : *at_; }
    void skip_blanks() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r'))
            ++at_;
    }
    // Blanks, then this character; stays where it is when it is not there.
    bool accept(char c) {
        skip_blanks();
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    struct String {
        std::string_view inside;  // between the quotes, still escaped
        bool escaped = false;
    };
    // At an opening quote. Refuses control characters, broken escapes and broken UTF-8.
    std::optional<String> string();
    // At '-' or a digit, N or I.
    std::optional<JsonNumber> number();
    // Any value, without looking at what it means. `depth` is how much nesting is still allowed.
    bool skip_value(std::size_t depth);

private:
    bool literal(std::string_view word) {
        if (static_cast<std::size_t>(end_ - at_) < word.size() ||
            std::string_view(at_, word.size()) != word)
            return false;
        at_ += word.size();
        return true;
    }
    bool escape();
    bool skip_container(char close, std::size_t depth);

    const char* at_;
    const char* end_;
};

// What the inside of a JSON string means. Requires: it came from JsonCursor::string.
std::string unescaped(std::string_view inside);

// Whether the text is one JSON object (bare NaN allowed) of bounded depth.
bool is_json_object(std::string_view text);

}  // namespace ensemble::recording
