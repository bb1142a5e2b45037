// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/pattern.h"

#include <algorithm>
#include <string>

#include "daemon/wandb/pattern_parser.h"
#include "shared/base/limits.h"

// Thompson's construction: the set of states that the text could have led to is followed character
// by character, so nothing is ever tried twice.
namespace ensemble::wandb {

namespace {

using State = Pattern::State;

char32_t folded(char32_t c) {
    return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
}

bool in_ranges(const State& state, char32_t c) {
    return std::any_of(state.ranges.begin(), state.ranges.end(),
                       [c](const Pattern::Range& r) { return r.first <= c && c <= r.last; });
}

bool accepts(const State& state, char32_t c, bool ignore_case) {
    bool inside = in_ranges(state, c);
    if (!inside && ignore_case) {
        const char32_t lower = folded(c);
        const bool letter = lower >= U'a' && lower <= U'z';
        inside = letter && (in_ranges(state, lower) || in_ranges(state, lower - U'a' + U'A'));
    }
    return inside != state.negated;
}

bool is_word(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') ||
           c == U'_';
}

// The set of states that are reached, in the order of discovery.
class Reached {
public:
    explicit Reached(const std::vector<State>& states)
        : states_(states), marks_(states.size(), 0) {}

    void clear() {
        ++mark_;
        list_.clear();
    }
    const std::vector<std::uint32_t>& list() const { return list_; }

    struct Position {
        bool at_begin = false;
        bool at_end = false;
        bool at_edge = false;  // between a word character and another
    };
    // Adds a state and what follows from it without a character; true when the pattern matched.
    bool add(std::uint32_t first, Position position) {
        bool matched = false;
        pending_.assign(1, first);
        while (!pending_.empty()) {
            const std::uint32_t index = pending_.back();
            pending_.pop_back();
            if (marks_[index] == mark_) continue;
            marks_[index] = mark_;
            const State& state = states_[index];
            switch (state.kind) {
            case State::Kind::set:
                list_.push_back(index);
                break;
            case State::Kind::match:
                matched = true;
                break;
            case State::Kind::split:
                pending_.push_back(state.other);
                pending_.push_back(state.next);
                break;
            case State::Kind::begin:
                if (position.at_begin) pending_.push_back(state.next);
                break;
            case State::Kind::end:
                if (position.at_end) pending_.push_back(state.next);
                break;
            case State::Kind::word_edge:
            case State::Kind::no_edge:
                if (position.at_edge == (state.kind == State::Kind::word_edge))
                    pending_.push_back(state.next);
                break;
            }
        }
        return matched;
    }

private:
    const std::vector<State>& states_;
    std::vector<std::uint32_t> marks_;
    std::uint32_t mark_ = 0;
    std::vector<std::uint32_t> list_;
    std::vector<std::uint32_t> pending_;
};

}  // namespace

Result<Pattern> Pattern::compile(std::string_view text) {
    Pattern made;
    if (text.starts_with("(?i)")) {
        made.ignore_case_ = true;
        text.remove_prefix(4);
    }
    auto start = parse_pattern(text, made.states_);
    if (!start) return start.error();
    made.start_ = *start;
    return made;
}

bool Pattern::found_in(std::string_view text, std::uint64_t& steps) const {
    const std::u32string points = code_points(text.substr(0, limits::pattern_input_bytes_max));
    Reached one(states_);
    Reached two(states_);
    Reached* now = &one;
    Reached* then = &two;
    now->clear();
    for (std::size_t i = 0; i <= points.size(); ++i) {
        const bool before = i > 0 && is_word(points[i - 1]);
        const bool after = i < points.size() && is_word(points[i]);
        const Reached::Position here{i == 0, i == points.size(), before != after};
        if (now->add(start_, here)) return true;
        if (i == points.size()) break;
        then->clear();
        const bool after_next = i + 1 < points.size() && is_word(points[i + 1]);
        const Reached::Position next{false, i + 1 == points.size(), after != after_next};
        steps += now->list().size() + 1;
        for (const std::uint32_t index : now->list()) {
            if (!accepts(states_[index], points[i], ignore_case_)) continue;
            if (then->add(states_[index].next, next)) return true;
        }
        std::swap(now, then);
    }
    return false;
}

}  // namespace ensemble::wandb
