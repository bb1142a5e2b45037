// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ensemble::recording {

// Numbers names 0, 1, 2 … in the order of their first appearance.
class KeyTable {
public:
    static constexpr std::uint32_t none = 0xffffffff;

    std::size_t size() const { return ends_.size(); }
    std::string_view name(std::uint32_t id) const {
        const std::size_t start = id == 0 ? 0 : ends_[id - 1];
        return std::string_view(names_).substr(start, ends_[id] - start);
    }
    // `hash` is key_hash(name).
    std::uint32_t find(std::string_view name, std::uint32_t hash) const {
        if (slots_.empty()) return none;
        for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
            const Slot slot = slots_[at];
            if (slot.hash == 0) return none;
            if (slot.hash == hash && this->name(slot.id) == name) return slot.id;
        }
    }
    std::uint32_t find(std::string_view name) const;
    std::uint32_t intern(std::string_view name, std::uint32_t hash) {
        const std::uint32_t id = find(name, hash);
        return id != none ? id : add(name, hash);
    }
    std::uint32_t intern(std::string_view name);
    std::size_t bytes() const {
        return names_.capacity() + ends_.capacity() * sizeof(std::size_t) +
               slots_.capacity() * sizeof(Slot);
    }

private:
    struct Slot {
        std::uint32_t hash = 0;  // 0: free
        std::uint32_t id = 0;
    };

    std::uint32_t add(std::string_view name, std::uint32_t hash);
    void place(Slot slot);

    std::string names_;
    std::vector<std::size_t> ends_;
    std::vector<Slot> slots_;
    std::size_t mask_ = 0;
};

}  // namespace ensemble::recording
