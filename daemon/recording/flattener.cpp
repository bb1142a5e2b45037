// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/flattener.h"

#include "shared/base/limits.h"

namespace ensemble::recording {

namespace {

constexpr char escape_mark = '\x1e';

}  // namespace

std::string key_part(std::string_view name) {
    std::string part;
    for (const char c : name) {
        if (c == escape_mark || c == path_separator) {
            part.push_back(escape_mark);
            part.push_back(c == escape_mark ? '0' : '1');
        } else {
            part.push_back(c);
        }
    }
    return part;
}

std::string name_of_part(std::string_view part) {
    std::string name;
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] == escape_mark && i + 1 < part.size())
            name.push_back(part[++i] == '0' ? escape_mark : path_separator);
        else
            name.push_back(part[i]);
    }
    return name;
}

bool Flattener::flatten(std::string_view json) {
    const std::size_t before = values_.size();
    cursor_ = JsonCursor(json);
    path_.clear();
    cursor_.skip_blanks();
    Look look;
    bool fine = cursor_.peek() == '{' && members(limits::json_depth_max, look);
    cursor_.skip_blanks();
    fine = fine && cursor_.at_end();
    if (!fine) values_.resize(before);
    return fine;
}

// From '{' to '}'.
bool Flattener::members(std::size_t depth, Look& look) {
    cursor_.accept('{');
    if (cursor_.accept('}')) return true;
    look.empty = false;
    do {
        if (!member(depth, look)) return false;
    } while (cursor_.accept(','));
    return cursor_.accept('}');
}

bool Flattener::member(std::size_t depth, Look& look) {
    cursor_.skip_blanks();
    if (cursor_.peek() != '"') return false;
    const auto name = cursor_.string();
    if (!name || !cursor_.accept(':')) return false;
    if (name->inside == "_type") look.typed = true;
    std::string_view key = name->inside;
    if (name->escaped) key = arena_.keep(key_part(unescaped(key)));
    if (path_.size() + key.size() > limits::key_bytes_max) return false;
    return value(key, depth);
}

bool Flattener::value(std::string_view key, std::size_t depth) {
    cursor_.skip_blanks();
    switch (cursor_.peek()) {
    case '{':
        return object(key, depth);
    case '[':
    case '"':
    case 't':
    case 'f':
    case 'n':
        return text(key, depth);
    case '\0':
        return false;
    default:
        return number(key);
    }
}

bool Flattener::object(std::string_view key, std::size_t depth) {
    if (depth <= 1) return false;
    const char* start = cursor_.position();
    const std::size_t values_before = values_.size();
    const std::size_t path_before = path_.size();
    path_.append(key).push_back(path_separator);
    Look look;
    if (!members(depth - 1, look)) return false;
    path_.resize(path_before);
    if (!look.typed && !look.empty) return true;
    values_.resize(values_before);
    add(joined(key), false, 0,
        std::string_view(start, static_cast<std::size_t>(cursor_.position() - start)));
    return true;
}

bool Flattener::number(std::string_view key) {
    const char* start = cursor_.position();
    const auto number = cursor_.number();
    if (!number) return false;
    if (number->exact) {
        add(joined(key), true, number->value, {});
        return true;
    }
    add(joined(key), false, 0,
        std::string_view(start, static_cast<std::size_t>(cursor_.position() - start)));
    return true;
}

bool Flattener::text(std::string_view key, std::size_t depth) {
    const char* start = cursor_.position();
    if (!cursor_.skip_value(depth - 1)) return false;
    add(joined(key), false, 0,
        std::string_view(start, static_cast<std::size_t>(cursor_.position() - start)));
    return true;
}

void Flattener::add(std::string_view key, bool is_number, double number, std::string_view text) {
    LineValue& value = values_.emplace_back();
    value.key = key;
    value.is_number = is_number;
    value.hash = key_hash(key);
    value.number = number;
    value.text = text;
}

std::string_view Flattener::joined(std::string_view name) {
    return path_.empty() ? name : arena_.keep(path_, name);
}

}  // namespace ensemble::recording
