// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/input.h"

#include <cmath>

namespace ensemble::graphql {

namespace {

std::optional<std::string_view> as_text(const Input& input) {
    if (input.kind == Input::Kind::text || input.kind == Input::Kind::name) return input.text;
    return std::nullopt;
}

}  // namespace

const Input* Input::find(std::string_view field) const {
    for (const auto& [name, value] : fields) {
        if (name == field) return &value;
    }
    return nullptr;
}

const Input* Arguments::find(std::string_view name) const {
    const Input* found = object_->find(name);
    return found != nullptr && found->kind != Input::Kind::null ? found : nullptr;
}

void Arguments::wrong(std::string_view name, std::string_view wanted) const {
    if (problem_->has_value()) return;
    *problem_ = fail(ErrorCode::bad_request, std::string(name) + " must be " + std::string(wanted));
}

bool Arguments::given(std::string_view name) const {
    return find(name) != nullptr;
}

std::optional<std::string_view> Arguments::text(std::string_view name) const {
    const Input* found = find(name);
    if (found == nullptr) return std::nullopt;
    auto text = as_text(*found);
    if (!text) wrong(name, "a string");
    return text;
}

std::optional<std::int64_t> Arguments::integer(std::string_view name) const {
    const Input* found = find(name);
    if (found == nullptr) return std::nullopt;
    if (found->kind == Input::Kind::integer) return found->integer;
    constexpr double exact_max = 9007199254740992.0;
    if (found->kind == Input::Kind::real && std::trunc(found->real) == found->real &&
        std::abs(found->real) <= exact_max)
        return static_cast<std::int64_t>(found->real);
    wrong(name, "an integer");
    return std::nullopt;
}

std::optional<double> Arguments::number(std::string_view name) const {
    const Input* found = find(name);
    if (found == nullptr) return std::nullopt;
    if (found->kind == Input::Kind::integer) return static_cast<double>(found->integer);
    if (found->kind == Input::Kind::real) return found->real;
    wrong(name, "a number");
    return std::nullopt;
}

std::optional<bool> Arguments::boolean(std::string_view name) const {
    const Input* found = find(name);
    if (found == nullptr) return std::nullopt;
    if (found->kind == Input::Kind::boolean) return found->boolean;
    wrong(name, "true or false");
    return std::nullopt;
}

std::optional<Arguments> Arguments::object(std::string_view name) const {
    const Input* found = find(name);
    if (found == nullptr) return std::nullopt;
    if (found->kind == Input::Kind::object) return Arguments(*found, *problem_);
    wrong(name, "an object");
    return std::nullopt;
}

std::vector<Arguments> Arguments::objects(std::string_view name) const {
    std::vector<Arguments> objects;
    const Input* found = find(name);
    if (found == nullptr) return objects;
    if (found->kind == Input::Kind::object) return {Arguments(*found, *problem_)};
    if (found->kind != Input::Kind::list) {
        wrong(name, "a list of objects");
        return objects;
    }
    for (const Input& item : found->items) {
        if (item.kind == Input::Kind::object)
            objects.push_back(Arguments(item, *problem_));
        else if (item.kind != Input::Kind::null)
            wrong(name, "a list of objects");
    }
    return objects;
}

std::optional<std::vector<std::string_view>> Arguments::texts(std::string_view name) const {
    const Input* found = find(name);
    if (found == nullptr) return std::nullopt;
    if (auto single = as_text(*found)) return std::vector<std::string_view>{*single};
    if (found->kind != Input::Kind::list) {
        wrong(name, "a list of strings");
        return std::nullopt;
    }
    std::vector<std::string_view> texts;
    for (const Input& item : found->items) {
        if (auto text = as_text(item))
            texts.push_back(*text);
        else if (item.kind != Input::Kind::null)
            wrong(name, "a list of strings");
    }
    return texts;
}

Result<void> Arguments::check() const {
    if (problem_->has_value()) return **problem_;
    return {};
}

}  // namespace ensemble::graphql
