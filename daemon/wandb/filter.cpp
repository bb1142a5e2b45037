// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/filter.h"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "daemon/wandb/instants.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/pattern.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using nlohmann::json;

struct Filter::Term {
    enum class Kind : std::uint8_t {
        all,
        any,
        none,
        equal,
        less,
        less_equal,
        greater,
        greater_equal,
        one_of,
        exists,
        regex,
        contains,
        size,
        holds_all,
    };
    Kind kind = Kind::all;
    std::string field;
    json operand;
    std::optional<Pattern> pattern;
    std::vector<Term> parts;
};

namespace {

using Term = Filter::Term;
using Kind = Term::Kind;

Error bad(std::string_view what) {
    return fail(ErrorCode::bad_request, "The filter is not understood: " + std::string(what));
}

class Parser {
public:
    // {"field": …, "$or": […]}: everything must hold.
    Result<Term> object(const json& filter, std::size_t depth);

private:
    Result<Term> list(Kind kind, const json& filters, std::size_t depth);
    Result<Term> field(const std::string& name, const json& wanted, std::size_t depth);
    Result<Term> operation(const std::string& field, const std::string& name, const json& operand,
                           const json& all, std::size_t depth);
    Result<Term> regex(const std::string& field, const json& operand, const json& all);
    Result<void> count() {
        if (++terms_ > limits::run_filter_terms_max)
            return fail(ErrorCode::too_large, "The filter is too large");
        return {};
    }

    std::size_t terms_ = 0;
};

Error too_deep() {
    return fail(ErrorCode::too_large, "The filter is nested too deeply");
}

// Points in time are compared as milliseconds.
json operand_for(const std::string& field, const json& operand) {
    if (!is_instant(field)) return operand;
    if (operand.is_string()) {
        const auto instant = read_iso(operand.get_ref<const std::string&>());
        return instant ? json(instant->ms) : operand;
    }
    if (!operand.is_array()) return operand;
    json list = json::array();
    for (const json& one : operand)
        list.push_back(one.is_array() ? one : operand_for(field, one));
    return list;
}

Term leaf(Kind kind, const std::string& field, const json& operand) {
    Term term;
    term.kind = kind;
    term.field = field;
    term.operand = operand_for(field, operand);
    return term;
}

Term negated(Term term) {
    Term made;
    made.kind = Kind::none;
    made.parts.push_back(std::move(term));
    return made;
}

Result<Term> Parser::list(Kind kind, const json& filters, std::size_t depth) {
    if (!filters.is_array()) return bad("$and, $or and $nor take a list");
    Term term;
    term.kind = kind;
    for (const json& one : filters) {
        auto part = object(one, depth + 1);
        if (!part) return part;
        term.parts.push_back(std::move(*part));
    }
    return term;
}

Result<Term> Parser::object(const json& filter, std::size_t depth) {
    if (depth > limits::run_filter_depth_max) return too_deep();
    if (!filter.is_object()) return bad("an object is expected");
    if (auto fine = count(); !fine) return fine.error();
    Term term;
    for (const auto& [name, wanted] : filter.items()) {
        auto part = name == "$and"   ? list(Kind::all, wanted, depth)
                    : name == "$or"  ? list(Kind::any, wanted, depth)
                    : name == "$nor" ? list(Kind::none, wanted, depth)
                                     : field(name, wanted, depth);
        if (!part) return part;
        term.parts.push_back(std::move(*part));
    }
    return term;
}

Result<Term> Parser::field(const std::string& name, const json& wanted, std::size_t depth) {
    if (depth > limits::run_filter_depth_max) return too_deep();
    if (auto fine = count(); !fine) return fine.error();
    if (name == "$not") {
        auto inner = object(wanted, depth + 1);
        return inner ? Result<Term>(negated(std::move(*inner))) : inner;
    }
    if (name.starts_with('$')) return bad("unknown operator " + name);
    const bool has_operators =
        wanted.is_object() && !wanted.empty() && wanted.begin().key().starts_with('$');
    if (!has_operators) return leaf(Kind::equal, name, wanted);
    Term term;
    for (const auto& [operator_name, operand] : wanted.items()) {
        if (operator_name == "$options") continue;
        auto part = operation(name, operator_name, operand, wanted, depth + 1);
        if (!part) return part;
        term.parts.push_back(std::move(*part));
    }
    return term;
}

Result<Term> Parser::regex(const std::string& field, const json& operand, const json& all) {
    if (!operand.is_string()) return bad("$regex takes a string");
    const auto options = all.find("$options");
    const bool ignore_case = options != all.end() && options->is_string() &&
                             options->get_ref<const std::string&>().find('i') != std::string::npos;
    auto pattern = Pattern::compile((ignore_case ? "(?i)" : "") + operand.get<std::string>());
    if (!pattern) return pattern.error();
    Term term = leaf(Kind::regex, field, json());
    term.pattern = std::move(*pattern);
    return term;
}

Result<Term> Parser::operation(const std::string& field, const std::string& name,
                               const json& operand, const json& all, std::size_t depth) {
    if (auto fine = count(); !fine) return fine.error();
    if (name == "$eq") return leaf(Kind::equal, field, operand);
    if (name == "$ne") return negated(leaf(Kind::equal, field, operand));
    if (name == "$lt") return leaf(Kind::less, field, operand);
    if (name == "$lte") return leaf(Kind::less_equal, field, operand);
    if (name == "$gt") return leaf(Kind::greater, field, operand);
    if (name == "$gte") return leaf(Kind::greater_equal, field, operand);
    if (name == "$regex") return regex(field, operand, all);
    if (name == "$contains") return leaf(Kind::contains, field, operand);
    if (name == "$size") return leaf(Kind::size, field, operand);
    if (name == "$exists") {
        Term term = leaf(Kind::exists, field, json());
        const bool wanted = operand.is_boolean() ? operand.get<bool>() : operand != 0;
        return wanted ? term : negated(std::move(term));
    }
    if (name == "$not") {
        auto inner = this->field(field, operand, depth);
        return inner ? Result<Term>(negated(std::move(*inner))) : inner;
    }
    if (name == "$in" || name == "$nin" || name == "$all") {
        if (!operand.is_array()) return bad(name + " takes a list");
        Term term = leaf(name == "$all" ? Kind::holds_all : Kind::one_of, field, operand);
        return name == "$nin" ? negated(std::move(term)) : term;
    }
    return bad("unknown operator " + name);
}

bool equal(const json* value, const json& wanted) {
    if (wanted.is_null())
        return value == nullptr || value->is_null() || (value->is_array() && value->empty());
    if (value == nullptr) return false;
    if (*value == wanted) return true;
    return value->is_array() && std::find(value->begin(), value->end(), wanted) != value->end();
}

// -1, 0, 1; nullopt when the two cannot be compared.
std::optional<int> compared(const json* value, const json& wanted) {
    if (value == nullptr) return std::nullopt;
    const bool numbers = value->is_number() && wanted.is_number();
    const bool texts = value->is_string() && wanted.is_string();
    if (!numbers && !texts) return std::nullopt;
    if (*value < wanted) return -1;
    return *value > wanted ? 1 : 0;
}

bool contains(const json* value, const json& wanted) {
    if (value == nullptr) return false;
    if (value->is_string() && wanted.is_string())
        return value->get_ref<const std::string&>().find(wanted.get_ref<const std::string&>()) !=
               std::string::npos;
    return value->is_array() && equal(value, wanted);
}

bool found_in(const Pattern& pattern, const json* value, std::uint64_t& bytes) {
    if (value == nullptr) return false;
    if (value->is_string()) return pattern.found_in(value->get_ref<const std::string&>(), bytes);
    if (!value->is_array()) return pattern.found_in(value->dump(), bytes);
    return std::any_of(value->begin(), value->end(), [&](const json& one) {
        return one.is_string() && pattern.found_in(one.get_ref<const std::string&>(), bytes);
    });
}

bool leaf_holds(const Term& term, const json* value, std::uint64_t& bytes) {
    switch (term.kind) {
    case Kind::equal:
        return equal(value, term.operand);
    case Kind::less:
        return compared(value, term.operand) == -1;
    case Kind::less_equal:
        return compared(value, term.operand).value_or(1) <= 0;
    case Kind::greater:
        return compared(value, term.operand) == 1;
    case Kind::greater_equal:
        return compared(value, term.operand).value_or(-1) >= 0;
    case Kind::one_of:
        return std::any_of(term.operand.begin(), term.operand.end(),
                           [value](const json& one) { return equal(value, one); });
    case Kind::holds_all:
        return std::all_of(term.operand.begin(), term.operand.end(),
                           [value](const json& one) { return equal(value, one); });
    case Kind::exists:
        return value != nullptr;
    case Kind::regex:
        return found_in(*term.pattern, value, bytes);
    case Kind::contains:
        return contains(value, term.operand);
    case Kind::size:
        return value != nullptr && value->is_array() && term.operand == value->size();
    case Kind::all:
    case Kind::any:
    case Kind::none:
        break;
    }
    return false;
}

bool holds(const Term& term, Facts& facts, std::uint64_t& bytes) {
    if (bytes > limits::pattern_read_bytes_max) return false;
    const auto part_holds = [&](const Term& part) { return holds(part, facts, bytes); };
    if (term.kind == Kind::all)
        return std::all_of(term.parts.begin(), term.parts.end(), part_holds);
    if (term.kind == Kind::any)
        return std::any_of(term.parts.begin(), term.parts.end(), part_holds);
    if (term.kind == Kind::none)
        return std::none_of(term.parts.begin(), term.parts.end(), part_holds);
    return leaf_holds(term, facts.find(term.field), bytes);
}

}  // namespace

bool is_instant(std::string_view field) {
    static constexpr std::array<std::string_view, 6> names{
        "createdAt", "created_at", "heartbeatAt", "heartbeat_at", "updatedAt", "updated_at"};
    return std::find(names.begin(), names.end(), field) != names.end();
}

Filter::Filter() : root_(std::make_unique<Term>()) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

Result<Filter> Filter::parse(std::string_view text) {
    Filter filter;
    if (text.empty() || text == "null") return filter;
    if (text.size() > limits::run_filter_bytes_max)
        return fail(ErrorCode::too_large, "The filter is too large");
    if (!is_object(text)) return bad("a JSON object is expected");
    const json parsed = json::parse(strict_json(std::string(text)), nullptr, false);
    if (!parsed.is_object()) return bad("a JSON object is expected");
    auto root = Parser().object(parsed, 0);
    if (!root) return root.error();
    *filter.root_ = std::move(*root);
    return filter;
}

bool Filter::passes_all() const {
    return root_->kind == Kind::all && root_->parts.empty();
}

Result<bool> Filter::matches(Facts& facts, std::uint64_t& bytes) const {
    const bool match = holds(*root_, facts, bytes);
    if (bytes > limits::pattern_read_bytes_max)
        return fail(ErrorCode::too_large, "The regular expression takes too long");
    return match;
}

}  // namespace ensemble::wandb
