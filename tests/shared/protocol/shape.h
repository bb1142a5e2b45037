// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

// What the texts look like, without any value: names and kinds of all fields, one type a line.
namespace ensemble::protocol {

std::string shape();
// FNV-1a of the shape, sixteen digits.
std::string fingerprint_of(const std::string& shape);

}  // namespace ensemble::protocol
