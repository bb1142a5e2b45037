// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// What every target shares. A target is a function of bytes; it fails by a sanitizer or by `law`.
namespace ensemble::fuzz {

// Ends the process, with the input kept, when the law does not hold.
inline void law(bool holds) {
    if (!holds) std::abort();
}

void one_input(std::string_view bytes);

}  // namespace ensemble::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    ensemble::fuzz::one_input({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
