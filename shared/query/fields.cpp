// SPDX-License-Identifier: Apache-2.0
#include "shared/query/fields.h"

#include <string_view>

#include "shared/query/values.h"

namespace ensemble::query {

namespace {

struct Fixed {
    std::string_view name;
    Field::Type type;
    std::string_view column;
};

constexpr Fixed fixed_fields[] = {
    {"id", Field::Type::text, "name"},
    {"name", Field::Type::name, "display_name"},
    {"display_name", Field::Type::name, "display_name"},
    {"notes", Field::Type::name, "notes"},
    {"state", Field::Type::text, "state"},
    {"tag", Field::Type::strings, "tags"},
    {"tags", Field::Type::strings, "tags"},
    {"group", Field::Type::text, "group"},
    {"type", Field::Type::text, "job_type"},
    {"job_type", Field::Type::text, "job_type"},
    {"author", Field::Type::text, "author"},
    {"user", Field::Type::text, "author"},
    {"host", Field::Type::text, "host"},
    {"created", Field::Type::time, "created_at_ms"},
    {"started", Field::Type::time, "started_at_ms"},
    {"ended", Field::Type::time, "ended_at_ms"},
    {"heartbeat", Field::Type::time, "heartbeat_at_ms"},
    {"age", Field::Type::age, "created_at_ms"},
    {"duration", Field::Type::duration, "runtime_s"},
    {"runtime", Field::Type::duration, "runtime_s"},
    {"step", Field::Type::value, "last_step"},
};

FilterFault fault(FilterFault::Kind kind, const Piece& name, std::string detail) {
    FilterFault fault;
    fault.kind = kind;
    fault.position = name.position;
    fault.bytes = name.bytes;
    fault.detail = std::move(detail);
    return fault;
}

std::string_view without_first_part(std::string_view column) {
    return column.substr(column.find('.') + 1);
}

bool ends_with_part(std::string_view column, std::string_view name) {
    return column.size() > name.size() && column.ends_with(name) &&
           column[column.size() - name.size() - 1] == '.';
}

}  // namespace

std::variant<Field, FilterFault> resolve(const Piece& name, const RunTable& table) {
    Field field;
    for (const Fixed& fixed : fixed_fields) {
        if (!matches(fixed.name, name.text)) continue;
        field.type = fixed.type;
        field.columns.emplace_back(fixed.column);
        if (fixed.name == "name") field.columns.emplace_back("name");
        return field;
    }
    field.type = Field::Type::value;
    if (table.declared().contains(name.text)) {
        field.columns.push_back(name.text);
        return field;
    }
    std::vector<std::string> whole;
    std::vector<std::string> ending;
    for (const std::string& column : table.declared()) {
        if (without_first_part(column) == name.text) whole.push_back(column);
        if (ends_with_part(column, name.text)) ending.push_back(column);
    }
    const std::vector<std::string>& meant = whole.empty() ? ending : whole;
    if (meant.empty()) return fault(FilterFault::Kind::unknown_column, name, name.text);
    if (meant.size() == 1) {
        field.columns = meant;
        return field;
    }
    std::string names = meant[0];
    for (std::size_t i = 1; i < meant.size() && i < 5; ++i)
        names += ", " + meant[i];
    return fault(FilterFault::Kind::ambiguous_column, name, std::move(names));
}

}  // namespace ensemble::query
