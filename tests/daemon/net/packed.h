// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ensemble::tests {

std::string gzip(std::string_view bytes);
// Bytes that do not repeat soon, the same for the same seed.
std::string noise(std::size_t bytes, unsigned seed = 1);

}  // namespace ensemble::tests
