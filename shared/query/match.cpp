// SPDX-License-Identifier: Apache-2.0
#include "shared/query/match.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "shared/query/fields.h"
#include "shared/query/values.h"

namespace ensemble::query {

namespace {

using Mask = std::vector<std::uint8_t>;

// One value of a condition in every form it may be compared in.
struct Wanted {
    std::string text;
    std::optional<double> number;
};

bool in_order(Compare compare, double cell, double wanted) {
    switch (compare) {
    case Compare::less:
        return cell < wanted;
    case Compare::less_equal:
        return cell <= wanted;
    case Compare::greater:
        return cell > wanted;
    case Compare::greater_equal:
        return cell >= wanted;
    case Compare::equal:
    case Compare::one_of:
        return cell == wanted || (cell != cell && wanted != wanted);
    case Compare::contains:
    case Compare::has_value:
        break;
    }
    return false;
}

bool ordering(Compare compare) {
    return compare == Compare::less || compare == Compare::less_equal ||
           compare == Compare::greater || compare == Compare::greater_equal;
}

bool text_holds(const FilterNode& node, Field::Type type, std::string_view text,
                const std::string& wanted) {
    const bool inside = node.compare == Compare::contains ||
                        (node.compare == Compare::one_of && type == Field::Type::name &&
                         wanted.find('*') == std::string::npos);
    if (inside) return contains(text, wanted);
    if (node.compare == Compare::one_of) return matches(wanted, text);
    if (node.compare != Compare::equal || text.size() != wanted.size()) return false;
    return contains(text, wanted);  // of equal length: the same but for case
}

class Matcher {
public:
    Matcher(const RunTable& table, Instant now) : table_(table), now_(now) {}

    std::variant<Match, FilterFault> run(const FilterNode& filter) {
        Match result;
        if (!evaluate(filter, result.rows)) return fault_;
        std::sort(needed_.begin(), needed_.end());
        needed_.erase(std::unique(needed_.begin(), needed_.end()), needed_.end());
        result.needed = std::move(needed_);
        return result;
    }

private:
    bool evaluate(const FilterNode& node, Mask& mask) {
        switch (node.kind) {
        case FilterNode::Kind::all_of:
            return combine(node, mask, true);
        case FilterNode::Kind::any_of:
            return combine(node, mask, false);
        case FilterNode::Kind::none_of:
            if (!evaluate(node.parts[0], mask)) return false;
            for (std::uint8_t& row : mask)
                row = row == 0 ? 1 : 0;
            return true;
        case FilterNode::Kind::search:
            return search(node.values[0].text, mask);
        case FilterNode::Kind::condition:
            return condition(node, mask);
        }
        return true;
    }

    bool combine(const FilterNode& node, Mask& mask, bool all) {
        mask.assign(table_.rows(), all ? 1 : 0);
        Mask part;
        for (const FilterNode& each : node.parts) {
            if (!evaluate(each, part)) return false;
            for (std::size_t row = 0; row < mask.size(); ++row)
                mask[row] = all ? mask[row] & part[row] : mask[row] | part[row];
        }
        return true;
    }

    // The column, or nullptr after noting that it should be loaded.
    const Column* loaded(const std::string& name) {
        const Column* column = table_.column(name);
        if (column == nullptr && table_.declared().contains(name)) needed_.push_back(name);
        return column;
    }

    // Lays a question about texts over a column: asked once per distinct text.
    template <class Holds>
    static void ask_texts(const Column& column, Mask& mask, Holds holds) {
        Mask by_text(column.texts().size());
        for (std::size_t id = 0; id < by_text.size(); ++id)
            by_text[id] = holds(column.texts()[id]) ? 1 : 0;
        for (std::size_t row = 0; row < mask.size(); ++row) {
            if (column.kind(row) == CellKind::text) mask[row] |= by_text[column.text_id(row)];
        }
    }

    bool search(const std::string& word, Mask& mask) {
        mask.assign(table_.rows(), 0);
        for (const char* name : {"display_name", "name", "notes"}) {
            const Column* column = table_.column(name);
            if (column == nullptr) continue;
            ask_texts(*column, mask, [&](const std::string& text) { return contains(text, word); });
        }
        if (const Column* tags = table_.column("tags")) {
            ask_texts(*tags, mask, [&](const std::string& json) {
                const auto texts = json_strings(json);
                return std::any_of(texts.begin(), texts.end(),
                                   [&](const std::string& tag) { return contains(tag, word); });
            });
        }
        return true;
    }

    bool condition(const FilterNode& node, Mask& mask) {
        auto resolved = resolve(node.field, table_);
        if (auto* fault = std::get_if<FilterFault>(&resolved)) {
            fault_ = std::move(*fault);
            return false;
        }
        const Field& field = std::get<Field>(resolved);
        std::vector<Wanted> wanted;
        for (const Piece& value : node.values) {
            auto each = want(node, field, value);
            if (!each) return false;
            wanted.push_back(std::move(*each));
        }
        mask.assign(table_.rows(), 0);
        for (const std::string& name : field.columns) {
            const Column* column = loaded(name);
            if (column != nullptr) lay(node, field, wanted, *column, mask);
        }
        return true;
    }

    std::optional<Wanted> want(const FilterNode& node, const Field& field, const Piece& value) {
        using Kind = FilterFault::Kind;
        Wanted wanted;
        wanted.text = value.text;
        switch (field.type) {
        case Field::Type::time:
            wanted.number = parse_date_ms(value.text);
            if (!wanted.number) return refuse(Kind::expected_date, value);
            return wanted;
        case Field::Type::age:
        case Field::Type::duration:
            wanted.number = parse_duration_s(value.text);
            if (!wanted.number) return refuse(Kind::expected_duration, value);
            return wanted;
        case Field::Type::value:
            wanted.number = parse_number(value.text);
            if (ordering(node.compare) && !wanted.number)
                return refuse(Kind::expected_number, value);
            return wanted;
        case Field::Type::name:
        case Field::Type::text:
        case Field::Type::strings:
            break;
        }
        if (!ordering(node.compare)) return wanted;
        fault_.detail = node.field.text;
        return refuse(Kind::no_order, node.field);
    }

    std::nullopt_t refuse(FilterFault::Kind kind, const Piece& at) {
        fault_.kind = kind;
        fault_.position = at.position;
        fault_.bytes = at.bytes;
        return std::nullopt;
    }

    void lay(const FilterNode& node, const Field& field, const std::vector<Wanted>& wanted,
             const Column& column, Mask& mask) const {
        if (node.compare == Compare::has_value) return lay_presence(field, column, mask);
        ask_texts(column, mask, [&](const std::string& text) {
            return std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& each) {
                if (field.type != Field::Type::strings)
                    return text_holds(node, field.type, text, each.text);
                const auto texts = json_strings(text);
                return std::any_of(texts.begin(), texts.end(), [&](const std::string& part) {
                    return text_holds(node, field.type, part, each.text);
                });
            });
        });
        for (const Wanted& each : wanted) {
            if (each.number) lay_number(node.compare, field, *each.number, column, mask);
        }
    }

    static void lay_presence(const Field& field, const Column& column, Mask& mask) {
        const bool list = field.type == Field::Type::strings;
        ask_texts(column, mask, [&](const std::string& text) {
            return list ? !json_strings(text).empty() : !text.empty();
        });
        for (std::size_t row = 0; row < mask.size(); ++row) {
            if (column.kind(row) == CellKind::number) mask[row] = 1;
        }
    }

    void lay_number(Compare compare, const Field& field, double wanted, const Column& column,
                    Mask& mask) const {
        const bool age = field.type == Field::Type::age;
        const auto now_ms = static_cast<double>(now_.ms);
        for (std::size_t row = 0; row < mask.size(); ++row) {
            if (column.kind(row) != CellKind::number) continue;
            const double cell = column.number(row);
            if (in_order(compare, age ? (now_ms - cell) / 1000 : cell, wanted)) mask[row] = 1;
        }
    }

    const RunTable& table_;
    Instant now_;
    std::vector<std::string> needed_;
    FilterFault fault_;
};

}  // namespace

std::variant<Match, FilterFault> match(const FilterNode& filter, const RunTable& table,
                                       Instant now) {
    return Matcher(table, now).run(filter);
}

}  // namespace ensemble::query
