// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/key_table.h"

#include <utility>

#include "daemon/recording/batch.h"

namespace ensemble::recording {

std::uint32_t KeyTable::find(std::string_view name) const {
    return find(name, key_hash(name));
}

std::uint32_t KeyTable::intern(std::string_view name) {
    return intern(name, key_hash(name));
}

std::uint32_t KeyTable::add(std::string_view name, std::uint32_t hash) {
    if ((size() + 1) * 2 > slots_.size()) {
        const std::size_t wanted = slots_.empty() ? 32 : slots_.size() * 2;
        const auto old = std::exchange(slots_, std::vector<Slot>(wanted));
        mask_ = wanted - 1;
        for (const Slot slot : old) {
            if (slot.hash != 0) place(slot);
        }
    }
    const auto id = static_cast<std::uint32_t>(size());
    names_.append(name);
    ends_.push_back(names_.size());
    place(Slot{hash, id});
    return id;
}

void KeyTable::place(Slot slot) {
    std::size_t at = slot.hash & mask_;
    while (slots_[at].hash != 0)
        at = (at + 1) & mask_;
    slots_[at] = slot;
}

}  // namespace ensemble::recording
