// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "daemon/graphql/input.h"

// A parsed GraphQL document (October 2021 edition, executable definitions only). Names point into
// the text that was parsed, which must outlive the document.
namespace ensemble::graphql {

struct Argument {
    std::string_view name;
    Input value;
};

struct Directive {
    std::string_view name;
    std::vector<Argument> arguments;
};

struct Selection;

struct SelectionSet {
    std::vector<Selection> selections;
};

struct Selection {
    enum class Kind : std::uint8_t { field, spread, inline_fragment };
    Kind kind = Kind::field;
    std::string_view alias;           // "" when there is none
    std::string_view name;            // of the field, or of the fragment that is spread
    std::string_view type_condition;  // of an inline fragment; "" when there is none
    std::vector<Argument> arguments;
    std::vector<Directive> directives;
    SelectionSet set;

    std::string_view key() const { return alias.empty() ? name : alias; }
};

struct VariableDefinition {
    std::string_view name;
    bool has_default = false;
    Input default_value;
};

enum class OperationKind : std::uint8_t { query, mutation, subscription };

struct Operation {
    OperationKind kind = OperationKind::query;
    std::string_view name;
    std::vector<VariableDefinition> variables;
    SelectionSet set;
};

struct Fragment {
    std::string_view name;
    std::string_view type_condition;
    SelectionSet set;
};

struct Document {
    std::vector<Operation> operations;
    std::unordered_map<std::string_view, Fragment> fragments;

    // Null when there is none of that name.
    const Fragment* fragment(std::string_view name) const;
};

}  // namespace ensemble::graphql
