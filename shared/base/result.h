// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <utility>
#include <variant>

#include "shared/base/error.h"

namespace ensemble {

// Either a value or an Error. Propagate by hand: `if (!x) return x.error();`.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : value_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : value_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return value_.index() == 0; }

    // Requires: holds a value; anything else ends the process.
    T& value() & { return checked<0>(value_); }
    const T& value() const& { return checked<0>(value_); }
    T&& value() && { return std::move(checked<0>(value_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    // Requires: holds an error.
    const Error& error() const { return checked<1>(value_); }

private:
    template <std::size_t I, class V>
    static auto& checked(V& v) {
        auto* held = std::get_if<I>(&v);
        if (held == nullptr) std::abort();
        return *held;
    }

    std::variant<T, Error> value_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), ok_(false) {}

    explicit operator bool() const { return ok_; }
    const Error& error() const { return error_; }

private:
    Error error_;
    bool ok_ = true;
};

inline Error fail(ErrorCode code, std::string detail) {
    return Error{code, std::move(detail)};
}

}  // namespace ensemble
