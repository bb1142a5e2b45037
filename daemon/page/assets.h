// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace ensemble::page {

// One file of the built page, inside the program. `packed` is the same compressed with brotli, or
// null.
struct EmbeddedFile {
    const char* name;
    const char* begin;
    const char* end;
    const char* packed_begin;
    const char* packed_end;

    std::string_view bytes() const { return {begin, static_cast<std::size_t>(end - begin)}; }
    std::string_view packed() const {
        return {packed_begin, static_cast<std::size_t>(packed_end - packed_begin)};
    }
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace ensemble::page
