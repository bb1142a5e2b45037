// SPDX-License-Identifier: Apache-2.0
#include "shared/json/reader.h"

#include <optional>
#include <string>

namespace ensemble::json {

namespace {

std::optional<std::uint64_t> from_hex64(std::string_view text) {
    if (text.size() != 16) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        std::uint64_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<std::uint64_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<std::uint64_t>(c - 'a') + 10;
        else
            return std::nullopt;
        value = value << 4 | digit;
    }
    return value;
}

}  // namespace

void Reader::refuse(std::string_view reason, ErrorCode code) const {
    if (!ok()) return;
    std::string way;
    for (const Reader* at = this; at->above_ != nullptr; at = at->above_) {
        if (at->name_.empty())
            way.insert(0, "[" + std::to_string(at->index_) + "]");
        else
            way.insert(0, (at->above_->above_ != nullptr ? "." : "") + std::string(at->name_));
    }
    error_ = Error{code, way.empty() ? std::string(reason) : way + ": " + std::string(reason)};
}

bool Reader::has(Type type, std::string_view reason) const {
    if (!ok()) return false;
    if (there_ && document_.type(at_) == type) return true;
    refuse(is_there() ? reason : "missing");
    return false;
}

bool Reader::is_object() const {
    return has(Type::object, "not an object");
}

bool Reader::is_list(std::size_t most) const {
    if (!has(Type::list, "not a list")) return false;
    if (size() <= most) return true;
    refuse("too many", ErrorCode::too_large);
    return false;
}

std::size_t Reader::size() const {
    std::size_t size = 0;
    if (!there_ || document_.type(at_) != Type::list) return 0;
    for (Place at = at_ + 1; at < document_.end(at_); at = document_.end(at))
        ++size;
    return size;
}

Reader Reader::member(std::string_view name) const {
    Reader found(*this, at_, name);
    found.there_ = false;
    if (!ok() || !there_ || document_.type(at_) != Type::object) return found;
    const Place end = document_.end(at_);
    const auto look = [&](Place from, Place to) {
        for (Place at = from; at < to; at = document_.end(at + 1)) {
            if (document_.text(at) != name) continue;
            found.at_ = at + 1;
            found.next_ = at + 2;
            found.there_ = true;
            next_ = document_.end(at + 1);
            return true;
        }
        return false;
    };
    const Place start = next_;
    if (!look(start, end)) look(at_ + 1, start);
    return found;
}

bool Reader::boolean() const {
    return has(Type::boolean, "neither true nor false") && document_.integer(at_) != 0;
}

std::int64_t Reader::integer() const {
    if (!has(Type::integer, "not a whole number")) return 0;
    const std::int64_t value = document_.integer(at_);
    if (value >= -integer_max && value <= integer_max) return value;
    refuse("not a whole number that fits");
    return 0;
}

std::string_view Reader::text() const {
    return has(Type::text, "not a text") ? document_.text(at_) : std::string_view();
}

std::uint64_t Reader::hex64() const {
    const auto value = from_hex64(text());
    if (!value) refuse("not sixteen lower-case hexadecimal digits");
    return value.value_or(0);
}

}  // namespace ensemble::json
