// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ensemble::recording {

// Ways to say a double as an integer and get the same bits back. Each keeps the order of numbers.
// Numbers are stored and never change.
enum class FormKind : std::uint8_t {
    bits64 = 0,   // the bits of the double, ordered
    bits32 = 1,   // the bits of an equal float, ordered
    decimal = 2,  // n / 10^exponent
    binary = 3,   // n / 2^exponent
};

struct NumberForm {
    FormKind kind = FormKind::bits64;
    std::uint8_t exponent = 0;
    friend bool operator==(NumberForm, NumberForm) = default;
};

// Whether an exponent read from a file is one that this program writes.
bool valid(NumberForm form);

// Requires: the form fits the value (bits64 always does).
std::int64_t to_integer(NumberForm form, double value);
void to_numbers(NumberForm form, const std::int64_t* integers, std::size_t count, double* out);

// The form that packs best, and the values in it.
struct Integers {
    NumberForm form;
    std::vector<std::int64_t> values;
};
Integers best_integers(const double* values, std::size_t count);

}  // namespace ensemble::recording
