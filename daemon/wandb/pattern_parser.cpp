// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/pattern_parser.h"

#include <memory>
#include <optional>

#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

using State = Pattern::State;
using Range = Pattern::Range;

constexpr char32_t last_point = 0x10FFFF;

// What a pattern says, before it becomes states: repetition needs a part more than once.
struct Node {
    enum class Kind : std::uint8_t { empty, state, sequence, choice, repeat };
    Kind kind = Kind::empty;
    State state;
    std::vector<Node> parts;
    std::size_t least = 0;  // of a repetition
    std::size_t most = 0;
};
constexpr std::size_t endless = static_cast<std::size_t>(-1);
constexpr std::size_t repeats_max = 1'000;

Error bad(std::string_view what) {
    return fail(ErrorCode::bad_request, "The regular expression " + std::string(what));
}

Error too_large() {
    return fail(ErrorCode::too_large, "The regular expression is too large");
}

Node of_state(State state) {
    Node node;
    node.kind = Node::Kind::state;
    node.state = std::move(state);
    return node;
}

Node of_set(std::vector<Range> ranges, bool negated) {
    State state;
    state.kind = State::Kind::set;
    state.ranges = std::move(ranges);
    state.negated = negated;
    return of_state(std::move(state));
}

// \d \w \s, small letters.
std::optional<std::vector<Range>> class_of(char32_t letter) {
    switch (letter) {
    case U'd':
        return std::vector<Range>{{U'0', U'9'}};
    case U'w':
        return std::vector<Range>{{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}};
    case U's':
        return std::vector<Range>{{U'\t', U'\r'}, {U' ', U' '}};
    default:
        return std::nullopt;
    }
}

std::vector<Range> opposite(const std::vector<Range>& sorted) {
    std::vector<Range> made;
    char32_t next = 0;
    for (const Range& range : sorted) {
        if (range.first > next) made.push_back({next, range.first - 1});
        next = range.last + 1;
    }
    made.push_back({next, last_point});
    return made;
}

class Parser {
public:
    explicit Parser(std::u32string text) : text_(std::move(text)) {}

    Result<Node> all() {
        auto node = choice(0);
        if (!node) return node;
        if (at_ < text_.size()) return bad("has a ) without a (");
        return node;
    }

private:
    bool done() const { return at_ >= text_.size(); }
    bool take(char32_t c) {
        if (done() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    Result<Node> choice(std::size_t depth);
    Result<Node> sequence(std::size_t depth);
    Result<Node> atom(std::size_t depth);
    Result<Node> group(std::size_t depth);
    Result<Node> escape();
    Result<Node> set();
    Result<void> set_item(std::vector<Range>& ranges);
    Result<char32_t> set_point(std::vector<Range>& ranges, bool& is_class);
    Result<Node> repeated(Node atom);
    bool counts(std::size_t& least, std::size_t& most);
    bool number(std::size_t& value);
    static char32_t control(char32_t letter);

    std::u32string text_;
    std::size_t at_ = 0;
};

char32_t Parser::control(char32_t letter) {
    switch (letter) {
    case U'n':
        return U'\n';
    case U'r':
        return U'\r';
    case U't':
        return U'\t';
    default:
        return letter;
    }
}

Result<Node> Parser::choice(std::size_t depth) {
    if (depth > limits::run_filter_depth_max) return too_large();
    Node node;
    node.kind = Node::Kind::choice;
    do {
        auto one = sequence(depth);
        if (!one) return one;
        node.parts.push_back(std::move(*one));
    } while (take(U'|'));
    if (node.parts.size() == 1) return Node(std::move(node.parts.front()));
    return node;
}

Result<Node> Parser::sequence(std::size_t depth) {
    Node node;
    node.kind = Node::Kind::sequence;
    while (!done() && text_[at_] != U'|' && text_[at_] != U')') {
        auto one = atom(depth);
        if (!one) return one;
        auto times = repeated(std::move(*one));
        if (!times) return times;
        node.parts.push_back(std::move(*times));
    }
    return node;
}

Result<Node> Parser::atom(std::size_t depth) {
    const char32_t c = text_[at_++];
    State state;
    switch (c) {
    case U'(':
        return group(depth);
    case U'[':
        return set();
    case U'\\':
        return escape();
    case U'.':
        return of_set({{U'\n', U'\n'}}, true);
    case U'^':
        state.kind = State::Kind::begin;
        return of_state(std::move(state));
    case U'$':
        state.kind = State::Kind::end;
        return of_state(std::move(state));
    case U'*':
    case U'+':
    case U'?':
        return bad("repeats nothing");
    default:
        return of_set({{c, c}}, false);
    }
}

Result<Node> Parser::group(std::size_t depth) {
    if (take(U'?') && !take(U':')) return bad("uses look-around or names, which are not supported");
    auto inner = choice(depth + 1);
    if (!inner) return inner;
    if (!take(U')')) return bad("has a ( without a )");
    return inner;
}

Result<Node> Parser::escape() {
    if (done()) return bad("ends in a \\");
    const char32_t c = text_[at_++];
    if (const auto small = class_of(c)) return of_set(*small, false);
    if (c < 128) {
        const char32_t lower = c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
        if (c != lower) {
            if (const auto large = class_of(lower)) return of_set(*large, true);
        }
    }
    if (c == U'b' || c == U'B') {
        State state;
        state.kind = c == U'b' ? State::Kind::word_edge : State::Kind::no_edge;
        return of_state(std::move(state));
    }
    if (c >= U'1' && c <= U'9') return bad("uses a back reference, which is not supported");
    const char32_t point = control(c);
    return of_set({{point, point}}, false);
}

// One character of a class, or a whole class such as \d.
Result<char32_t> Parser::set_point(std::vector<Range>& ranges, bool& is_class) {
    const char32_t c = text_[at_++];
    if (c != U'\\') return c;
    if (done()) return bad("ends in a \\");
    const char32_t letter = text_[at_++];
    if (const auto small = class_of(letter)) {
        ranges.insert(ranges.end(), small->begin(), small->end());
        is_class = true;
    } else if (letter >= U'A' && letter <= U'Z') {
        if (const auto large = class_of(letter - U'A' + U'a')) {
            const auto rest = opposite(*large);
            ranges.insert(ranges.end(), rest.begin(), rest.end());
            is_class = true;
        }
    }
    return control(letter);
}

Result<void> Parser::set_item(std::vector<Range>& ranges) {
    bool is_class = false;
    auto first = set_point(ranges, is_class);
    if (!first) return first.error();
    if (is_class) return {};
    const bool range = at_ + 1 < text_.size() && text_[at_] == U'-' && text_[at_ + 1] != U']';
    if (!range) {
        ranges.push_back({*first, *first});
        return {};
    }
    ++at_;
    auto last = set_point(ranges, is_class);
    if (!last) return last.error();
    if (is_class || *last < *first) return bad("has a range that runs backwards");
    ranges.push_back({*first, *last});
    return {};
}

Result<Node> Parser::set() {
    const bool negated = take(U'^');
    std::vector<Range> ranges;
    bool first = true;
    while (first || (!done() && text_[at_] != U']')) {
        if (done()) return bad("has a [ without a ]");
        first = false;
        if (auto fine = set_item(ranges); !fine) return fine.error();
    }
    if (!take(U']')) return bad("has a [ without a ]");
    return of_set(std::move(ranges), negated);
}

bool Parser::number(std::size_t& value) {
    const std::size_t begin = at_;
    value = 0;
    while (!done() && text_[at_] >= U'0' && text_[at_] <= U'9' && at_ - begin < 6)
        value = value * 10 + (text_[at_++] - U'0');
    return at_ > begin;
}

// {m}, {m,} or {m,n}; anything else is taken literally.
bool Parser::counts(std::size_t& least, std::size_t& most) {
    const std::size_t begin = at_;
    if (take(U'{') && number(least)) {
        most = least;
        if (take(U',') && !number(most)) most = endless;
        if (take(U'}')) return true;
    }
    at_ = begin;
    return false;
}

Result<Node> Parser::repeated(Node atom) {
    for (int times = 0;; ++times) {
        Node node;
        node.kind = Node::Kind::repeat;
        if (take(U'*')) {
            node.most = endless;
        } else if (take(U'+')) {
            node.least = 1;
            node.most = endless;
        } else if (take(U'?')) {
            node.most = 1;
        } else if (!counts(node.least, node.most)) {
            return atom;
        }
        if (node.least > repeats_max || (node.most != endless && node.most > repeats_max))
            return too_large();
        if (node.most < node.least) return bad("has a repetition that runs backwards");
        if (times > 0) return bad("repeats a repetition");
        take(U'?');
        node.parts.push_back(std::move(atom));
        atom = std::move(node);
    }
}

// Makes states from the end to the beginning: each part knows what follows.
class Builder {
public:
    explicit Builder(std::vector<State>& states) : states_(states) {}

    std::optional<std::uint32_t> add(State state) {
        if (states_.size() >= limits::pattern_states_max) return std::nullopt;
        states_.push_back(std::move(state));
        return static_cast<std::uint32_t>(states_.size() - 1);
    }

    std::optional<std::uint32_t> build(const Node& node, std::uint32_t next) {
        switch (node.kind) {
        case Node::Kind::empty:
            return next;
        case Node::Kind::state: {
            State state = node.state;
            state.next = next;
            return add(std::move(state));
        }
        case Node::Kind::sequence: {
            std::optional<std::uint32_t> start = next;
            for (std::size_t i = node.parts.size(); i > 0 && start; --i)
                start = build(node.parts[i - 1], *start);
            return start;
        }
        case Node::Kind::choice: {
            auto start = build(node.parts.back(), next);
            for (std::size_t i = node.parts.size() - 1; i > 0 && start; --i) {
                auto one = build(node.parts[i - 1], next);
                start = one ? split(*one, *start) : std::nullopt;
            }
            return start;
        }
        case Node::Kind::repeat:
            return repeat(node, next);
        }
        return std::nullopt;
    }

private:
    std::optional<std::uint32_t> split(std::uint32_t one, std::uint32_t other) {
        State state;
        state.kind = State::Kind::split;
        state.next = one;
        state.other = other;
        return add(std::move(state));
    }

    std::optional<std::uint32_t> repeat(const Node& node, std::uint32_t next) {
        const Node& part = node.parts.front();
        std::optional<std::uint32_t> start = next;
        if (node.most == endless) {
            const auto loop = split(next, next);
            if (!loop) return std::nullopt;
            const auto body = build(part, *loop);
            if (!body) return std::nullopt;
            states_[*loop].next = *body;
            start = loop;
        } else {
            for (std::size_t i = node.least; i < node.most && start; ++i) {
                const auto body = build(part, *start);
                start = body ? split(*body, next) : std::nullopt;
            }
        }
        for (std::size_t i = 0; i < node.least && start; ++i) {
            const auto body = build(part, *start);
            if (body == start) break;  // nothing, however often
            start = body;
        }
        return start;
    }

    std::vector<State>& states_;
};

}  // namespace

std::u32string code_points(std::string_view utf8) {
    std::u32string points;
    points.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(utf8[at]); };
        const unsigned char lead = byte(i);
        const std::size_t more = lead >= 0xF0 ? 3u : lead >= 0xE0 ? 2u : lead >= 0xC0 ? 1u : 0u;
        char32_t point = lead;
        if (more > 0 && i + more < utf8.size()) {
            point = static_cast<char32_t>(lead & (0x3F >> more));
            for (std::size_t k = 1; k <= more; ++k)
                point = point << 6 | (byte(i + k) & 0x3Fu);
            i += more;
        }
        points.push_back(point);
        ++i;
    }
    return points;
}

Result<std::uint32_t> parse_pattern(std::string_view text, std::vector<State>& states) {
    if (text.size() > limits::pattern_bytes_max) return too_large();
    auto node = Parser(code_points(text)).all();
    if (!node) return node.error();
    Builder builder(states);
    const auto match = builder.add(State{});
    const auto start = match ? builder.build(*node, *match) : std::nullopt;
    if (!start) return too_large();
    return *start;
}

}  // namespace ensemble::wandb
