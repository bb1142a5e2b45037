// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/encoding.h"

namespace ensemble::json {

// Reads what pages and the daemon write: whole numbers, and no escapes but those of Writer. It is
// some times faster than a reader of everything. Calls of `Events` are those of nlohmann's SAX
// interface. Whatever else the text is, or whatever an event answers with false, ends the reading;
// the text is then for the library, which also says what is wrong.
template <class Events>
class Scanner {
public:
    Scanner(std::string_view text, Events& events)
        : at_(text.data()), end_(text.data() + text.size()), events_(events) {}

    // Whether all of the text was told to the events.
    bool scan() {
        if (!value()) return false;
        skip_blanks();
        return at_ == end_;
    }

private:
    bool value() {
        skip_blanks();
        if (at_ == end_) return false;
        switch (*at_) {
        case '{':
            return object();
        case '[':
            return list();
        case '"':
            return quoted() && events_.string(text_);
        case 't':
            return word("true") && events_.boolean(true);
        case 'f':
            return word("false") && events_.boolean(false);
        case 'n':
            return word("null") && events_.null();
        default:
            return number();
        }
    }

    bool object() {
        ++at_;
        if (!events_.start_object(0)) return false;
        if (next('}')) return events_.end_object();
        do {
            skip_blanks();
            if (at_ == end_ || *at_ != '"' || !quoted() || !events_.key(text_)) return false;
            if (!next(':') || !value()) return false;
        } while (next(','));
        return next('}') && events_.end_object();
    }

    bool list() {
        ++at_;
        if (!events_.start_array(0)) return false;
        if (next(']')) return events_.end_array();
        do {
            if (!value()) return false;
        } while (next(','));
        return next(']') && events_.end_array();
    }

    // At most as many digits as surely fit.
    bool number() {
        constexpr int digits_max = 18;
        const bool negative = *at_ == '-';
        if (negative) ++at_;
        const char* const first = at_;
        std::int64_t number = 0;
        for (; at_ != end_ && *at_ >= '0' && *at_ <= '9'; ++at_) {
            if (at_ - first == digits_max) return false;
            number = number * 10 + (*at_ - '0');
        }
        if (at_ == first || (*first == '0' && at_ - first > 1)) return false;
        if (at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E')) return false;
        return events_.number_integer(negative ? -number : number);
    }

    // Leaves it in text_: a piece of what is read, or of unescaped_.
    bool quoted() {
        const char* const first = ++at_;
        unsigned bits = 0;
        for (; at_ != end_ && *at_ != '"'; ++at_) {
            if (*at_ == '\\') return escaped(first);
            if (static_cast<unsigned char>(*at_) < 0x20) return false;
            bits |= static_cast<unsigned char>(*at_);
        }
        if (at_ == end_) return false;
        text_ = std::string_view(first, static_cast<std::size_t>(at_ - first));
        ++at_;
        return bits < 0x80 || valid_utf8(text_);
    }

    bool escaped(const char* first) {
        unescaped_.assign(first, at_);
        while (at_ != end_ && *at_ != '"') {
            const char c = *at_++;
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c != '\\')
                unescaped_ += c;
            else if (!escape())
                return false;
        }
        if (at_ == end_) return false;
        ++at_;
        text_ = unescaped_;
        return valid_utf8(text_);
    }

    bool escape() {
        if (at_ == end_) return false;
        constexpr std::string_view names = "\"\\nrt";
        constexpr std::string_view meanings = "\"\\\n\r\t";
        const char c = *at_++;
        const auto which = names.find(c);
        if (which != std::string_view::npos) {
            unescaped_ += meanings[which];
            return true;
        }
        // \u001f
        if (c != 'u' || end_ - at_ < 4 || at_[0] != '0' || at_[1] != '0') return false;
        if (at_[2] != '0' && at_[2] != '1') return false;
        const char low = at_[3];
        int digit = 0;
        if (low >= '0' && low <= '9')
            digit = low - '0';
        else if (low >= 'a' && low <= 'f')
            digit = low - 'a' + 10;
        else
            return false;
        unescaped_ += static_cast<char>((at_[2] - '0') * 16 + digit);
        at_ += 4;
        return true;
    }

    bool word(std::string_view word) {
        if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }

    bool next(char c) {
        skip_blanks();
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    void skip_blanks() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
            ++at_;
    }

    const char* at_;
    const char* const end_;
    Events& events_;
    std::string_view text_;
    std::string unescaped_;
};

}  // namespace ensemble::json
