// SPDX-License-Identifier: Apache-2.0
#include "shared/runs/merge.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace ensemble::runs {

namespace {

using Tokens = std::vector<std::string_view>;

// Of two texts in which everything differs, about so many words each are compared.
constexpr std::size_t cells_max = std::size_t{1} << 20;
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

bool blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Words and single blanks; one after the other they are the text.
Tokens words(std::string_view text) {
    Tokens tokens;
    while (!text.empty()) {
        std::size_t size = 1;
        if (!blank(text.front()))
            while (size < text.size() && !blank(text[size]))
                ++size;
        tokens.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return tokens;
}

// With line feeds between them they are the text.
Tokens lines(std::string_view text) {
    Tokens tokens;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        tokens.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    tokens.push_back(text);
    return tokens;
}

// For each token of `from` where it is in `to`, or nowhere: a longest alike subsequence.
std::vector<std::size_t> places(const Tokens& from, const Tokens& to) {
    std::vector<std::size_t> place(from.size(), nowhere);
    std::size_t begin = 0;
    std::size_t from_end = from.size();
    std::size_t to_end = to.size();
    while (begin < from_end && begin < to_end && from[begin] == to[begin]) {
        place[begin] = begin;
        ++begin;
    }
    while (from_end > begin && to_end > begin && from[from_end - 1] == to[to_end - 1])
        place[--from_end] = --to_end;
    const std::size_t rows = from_end - begin;
    const std::size_t columns = to_end - begin;
    if (rows == 0 || columns == 0 || rows > cells_max / columns) return place;
    // alike[i][j]: how many tokens the rests from i and j have in alike.
    const std::size_t width = columns + 1;
    std::vector<std::uint32_t> alike((rows + 1) * width);
    for (std::size_t i = rows; i-- > 0;)
        for (std::size_t j = columns; j-- > 0;)
            alike[i * width + j] =
                from[begin + i] == to[begin + j]
                    ? alike[(i + 1) * width + j + 1] + 1
                    : std::max(alike[(i + 1) * width + j], alike[i * width + j + 1]);
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
        if (from[begin + i] == to[begin + j])
            place[begin + i++] = begin + j++;
        else if (alike[(i + 1) * width + j] >= alike[i * width + j + 1])
            ++i;
        else
            ++j;
    }
    return place;
}

// The tokens from `begin` up to `end`.
Tokens part(const Tokens& tokens, std::size_t begin, std::size_t end) {
    return {tokens.begin() + static_cast<std::ptrdiff_t>(begin),
            tokens.begin() + static_cast<std::ptrdiff_t>(end)};
}

bool holds(const Tokens& whole, const Tokens& part) {
    return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

// Nothing when both changed the same place and only one of them could stay.
std::optional<Tokens> weave(const Tokens& base, const Tokens& theirs, const Tokens& mine,
                            bool keep_both) {
    const std::vector<std::size_t> in_theirs = places(base, theirs);
    const std::vector<std::size_t> in_mine = places(base, mine);
    Tokens woven;
    const auto add = [&](const Tokens& tokens) {
        woven.insert(woven.end(), tokens.begin(), tokens.end());
    };
    std::size_t b = 0;
    std::size_t t = 0;
    std::size_t m = 0;
    while (true) {
        std::size_t next = b;  // that nobody touched
        while (next < base.size() && (in_theirs[next] == nowhere || in_mine[next] == nowhere))
            ++next;
        const bool last = next == base.size();
        const std::size_t next_theirs = last ? theirs.size() : in_theirs[next];
        const std::size_t next_mine = last ? mine.size() : in_mine[next];
        const Tokens was = part(base, b, next);
        const Tokens one = part(theirs, t, next_theirs);
        const Tokens other = part(mine, m, next_mine);
        if (one == was || one == other)
            add(other);
        else if (other == was)
            add(one);
        else if (keep_both && holds(one, other))
            add(one);  // the same was said before
        else if (keep_both)
            add(one), add(other);
        else
            return std::nullopt;
        if (last) return woven;
        woven.push_back(base[next]);
        b = next + 1;
        t = next_theirs + 1;
        m = next_mine + 1;
    }
}

std::string joined(const Tokens& tokens, std::string_view between) {
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0) text += between;
        text += tokens[i];
    }
    return text;
}

}  // namespace

std::string merge(std::string_view base, std::string_view theirs, std::string_view mine) {
    if (base == theirs || theirs == mine) return std::string(mine);
    if (base == mine) return std::string(theirs);
    if (auto woven = weave(words(base), words(theirs), words(mine), false))
        return joined(*woven, "");
    // Nothing is a text without lines, not one with an empty one.
    const Tokens before = base.empty() ? Tokens{} : lines(base);
    return joined(*weave(before, theirs.empty() ? Tokens{} : lines(theirs),
                         mine.empty() ? Tokens{} : lines(mine), true),
                  "\n");
}

}  // namespace ensemble::runs
