// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/noted_facts.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "daemon/wandb/json_text.h"

namespace ensemble::wandb {

using nlohmann::ordered_json;

namespace {

// Of one value and of one object; what is longer is cut, with a sign where.
constexpr std::size_t value_bytes_max = 4096;
constexpr std::size_t keys_max = 200;
constexpr std::string_view cut_sign = "…";

// So many bytes of the text from `begin` on, less where they would break a character.
std::string cut(std::string_view text, std::size_t begin = 0) {
    const auto inside = [&](std::size_t at) {
        return at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
    };
    while (inside(begin))
        --begin;
    std::size_t end = std::min(text.size(), begin + value_bytes_max);
    while (inside(end))
        --end;
    std::string piece(text.substr(begin, end - begin));
    if (begin > 0) piece.insert(0, cut_sign);
    return end < text.size() ? piece + std::string(cut_sign) : piece;
}

using Texts = std::map<std::string, std::string_view>;

// The members of a config or summary, without what the package notes there for itself.
Texts texts_of(std::string_view object) {
    Texts texts;
    auto members = read_members(object);
    if (!members) return texts;
    for (const Member& member : *members)
        if (member.key != "_wandb") texts[member.key] = member.value;
    return texts;
}

// Of a member's text, which scripts wrap, and wandb.Api with a description besides.
ordered_json value_of(std::string_view text) {
    if (text.size() > value_bytes_max) return cut(text);
    auto value = ordered_json::parse(strict_json(std::string(text)), nullptr, false);
    if (value.is_discarded()) return cut(text);
    const bool wrapped =
        value.is_object() && value.contains("value") && value.size() == 1 + value.count("desc");
    return wrapped ? value["value"] : value;
}

bool same_value(std::string_view was, std::string_view is) {
    if (was == is) return true;
    return std::max(was.size(), is.size()) <= value_bytes_max && value_of(was) == value_of(is);
}

std::string dump(const ordered_json& value) {
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

NotedFacts::NotedFacts(std::string_view kind, std::int64_t id) {
    before_ = dump({{"k", kind}, {"id", id}});
    before_.pop_back();
    after_ = before_;
}

void NotedFacts::set(std::string_view name, const std::string& was, const std::string& is) {
    const std::string key = "," + dump(name) + ":";
    before_ += key + was;
    after_ += key + is;
    any_ = true;
}

void NotedFacts::add_text(std::string_view name, std::string_view was, std::string_view is) {
    if (was == is) return;
    // Long texts from shortly before they part.
    constexpr std::size_t led_by_bytes = 200;
    const bool whole = std::max(was.size(), is.size()) <= value_bytes_max;
    const auto parting = std::mismatch(was.begin(), was.end(), is.begin(), is.end()).first;
    const auto at = static_cast<std::size_t>(parting - was.begin());
    const std::size_t begin = whole || at < led_by_bytes ? 0 : at - led_by_bytes;
    set(name, dump(cut(was, begin)), dump(cut(is, begin)));
}

void NotedFacts::add_list(std::string_view name, const std::vector<std::string>& was,
                          const std::vector<std::string>& is) {
    if (was != is) set(name, dump(was), dump(is));
}

void NotedFacts::add_number(std::string_view name, std::int64_t was, std::int64_t is) {
    if (was != is) set(name, dump(was), dump(is));
}

void NotedFacts::add_object(std::string_view name, std::string_view was, std::string_view is) {
    const Texts old = texts_of(was);
    const Texts now = texts_of(is);
    Texts keys = old;
    keys.insert(now.begin(), now.end());
    ordered_json from = ordered_json::object();
    ordered_json to = ordered_json::object();
    std::size_t count = 0;
    for (const auto& [key, unused] : keys) {
        const auto before_it = old.find(key);
        const auto after_it = now.find(key);
        const bool same = before_it != old.end() && after_it != now.end() &&
                          same_value(before_it->second, after_it->second);
        if (same || ++count > keys_max) continue;
        if (before_it != old.end()) from[key] = value_of(before_it->second);
        if (after_it != now.end()) to[key] = value_of(after_it->second);
    }
    if (count == 0) return;
    if (count > keys_max)
        from[std::string(cut_sign)] = to[std::string(cut_sign)] = count - keys_max;
    set(name, dump(from), dump(to));
}

}  // namespace ensemble::wandb
