// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// Texts that several people write without hearing of each other.
namespace ensemble::runs {

// `base` with the changes of both, word by word. Where both changed the same words, the lines of
// both stand one after the other, `theirs` first: nothing that anybody wrote is lost. Lines that
// `theirs` has there already are not said again. Takes time in the product of what the two changed,
// up to a bound; beyond it, it sees changes as larger than they are.
std::string merge(std::string_view base, std::string_view theirs, std::string_view mine);

}  // namespace ensemble::runs
