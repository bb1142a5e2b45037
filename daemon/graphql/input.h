// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace ensemble::graphql {

// What a caller passes in: a literal of the document or a JSON value of the variables. Inside a
// document a literal may still be or hold variables; what a resolver sees holds none.
struct InputField;
struct Input {
    enum class Kind : std::uint8_t {
        null,
        boolean,
        integer,
        real,
        text,
        name,  // an enum literal
        list,
        object,
        variable,
    };
    Kind kind = Kind::null;
    bool boolean = false;
    std::int64_t integer = 0;
    double real = 0;
    std::string text;  // of text, name and variable
    std::vector<Input> items;
    std::vector<InputField> fields;

    const Input* find(std::string_view field) const;
};
struct InputField {
    std::string name;
    Input value;
};

// The fields of one input object, or the arguments of one field, read by name. An explicit null
// reads as "not given". A single value stands for a list of one. A value of the wrong type reads as
// not given and is remembered: `check` then says which one it was, and resolvers that change
// something ask before they do.
class Arguments {
public:
    Arguments(const Input& object, std::optional<Error>& problem)
        : object_(&object), problem_(&problem) {}

    bool given(std::string_view name) const;
    std::optional<std::string_view> text(std::string_view name) const;  // also ids and enums
    std::optional<std::int64_t> integer(std::string_view name) const;
    std::optional<double> number(std::string_view name) const;
    std::optional<bool> boolean(std::string_view name) const;
    std::optional<Arguments> object(std::string_view name) const;
    std::vector<Arguments> objects(std::string_view name) const;  // nulls left out
    std::optional<std::vector<std::string_view>> texts(std::string_view name) const;

    // The first wrong type met so far.
    Result<void> check() const;

private:
    const Input* find(std::string_view name) const;
    void wrong(std::string_view name, std::string_view wanted) const;

    const Input* object_;
    std::optional<Error>* problem_;
};

}  // namespace ensemble::graphql
