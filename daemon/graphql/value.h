// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/graphql/input.h"
#include "shared/base/result.h"

// What resolvers give back.
namespace ensemble::graphql {

class Object;

// Finished JSON text, embedded as it stands. It must be valid JSON.
struct RawJson {
    std::string text;
};

class Value;
using List = std::vector<Value>;
using ObjectPtr = std::shared_ptr<const Object>;

class Value {
public:
    using Held = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, RawJson,
                              List, ObjectPtr>;

    Value() : held_(nullptr) {}
    Value(std::nullptr_t) : held_(nullptr) {}
    Value(bool value) : held_(value) {}
    Value(int value) : held_(std::int64_t{value}) {}
    Value(std::int64_t value) : held_(value) {}
    Value(std::uint64_t value) : held_(static_cast<std::int64_t>(value)) {}
    Value(double value) : held_(value) {}
    Value(const char* text) : held_(std::string(text)) {}
    Value(std::string_view text) : held_(std::string(text)) {}
    Value(std::string text) : held_(std::move(text)) {}
    Value(RawJson json) : held_(std::move(json)) {}
    Value(List list) : held_(std::move(list)) {}
    Value(ObjectPtr object) : held_(std::move(object)) {}

    const Held& held() const { return held_; }

private:
    Held held_;
};

// What a resolver gives back: anything that makes a Value, or an Error.
class Outcome : public Result<Value> {
public:
    template <class T>
    requires std::is_convertible_v<T, Value> Outcome(T&& value)
        : Result<Value>(Value(std::forward<T>(value))) {}
    Outcome(Error error) : Result<Value>(std::move(error)) {}
    Outcome(Result<Value> result) : Result<Value>(std::move(result)) {}
};

// Something with fields that are worked out when they are asked for.
class Object {
public:
    virtual ~Object() = default;
    // What __typename says; "" for an object that any type condition fits.
    virtual std::string_view type_name() const = 0;
    // Whether a fragment on that type applies: the own type or an interface or union of it.
    virtual bool is_a(std::string_view type) const = 0;
    // nullopt: there is no such field.
    virtual std::optional<Outcome> resolve(std::string_view field,
                                           const Arguments& arguments) const = 0;
};

// The fields of all objects of one kind, as plain functions of the thing itself.
template <class Subject>
struct Type {
    using Field = Outcome (*)(const Subject&, const Arguments&);

    std::string_view name;
    std::vector<std::string_view> also;  // interfaces and unions it belongs to
    std::unordered_map<std::string_view, Field> fields;
};

template <class Subject>
class TypedObject final : public Object {
public:
    TypedObject(const Type<Subject>& type, Subject subject)
        : type_(type), subject_(std::move(subject)) {}

    std::string_view type_name() const override { return type_.name; }
    bool is_a(std::string_view type) const override {
        if (type_.name.empty() || type == type_.name) return true;
        for (const std::string_view one : type_.also) {
            if (one == type) return true;
        }
        return false;
    }
    std::optional<Outcome> resolve(std::string_view field,
                                   const Arguments& arguments) const override {
        const auto found = type_.fields.find(field);
        if (found == type_.fields.end()) return std::nullopt;
        return found->second(subject_, arguments);
    }

private:
    const Type<Subject>& type_;  // lives for ever
    Subject subject_;
};

// `type` must outlive the value; tables are function-local statics.
template <class Subject>
Value object(const Type<Subject>& type, Subject subject) {
    return ObjectPtr(std::make_shared<TypedObject<Subject>>(type, std::move(subject)));
}

// An object whose few fields are known already.
using Members = std::vector<std::pair<std::string_view, Value>>;
Value record(std::string_view type_name, Members members);
inline Value record(Members members) {
    return record("", std::move(members));
}

}  // namespace ensemble::graphql
