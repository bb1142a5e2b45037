// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ensemble::recording {

// Puts texts into blocks that never move, so that views into them last as long as the blocks.
class TextArena {
public:
    explicit TextArena(std::vector<std::string>& blocks) : blocks_(blocks) {}

    std::string_view keep(std::string_view first, std::string_view second = {}) {
        const std::size_t size = first.size() + second.size();
        if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < size) {
            blocks_.emplace_back();
            blocks_.back().reserve(size < block_bytes ? block_bytes : size);
        }
        std::string& block = blocks_.back();
        const std::size_t start = block.size();
        block.append(first).append(second);
        return std::string_view(block).substr(start);
    }

private:
    static constexpr std::size_t block_bytes = 16u << 10;

    std::vector<std::string>& blocks_;
};

}  // namespace ensemble::recording
