// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace ensemble {

// A number that names one thing of one kind. Zero names nothing; stored ids start at one and are
// never used again.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr bool operator==(Id, Id) = default;
    friend constexpr auto operator<=>(Id, Id) = default;
};

using UserId = Id<struct UserTag>;
using TeamId = Id<struct TeamTag>;
using ProjectId = Id<struct ProjectTag>;
using RunId = Id<struct RunTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using FileId = Id<struct FileTag>;
using ArtifactId = Id<struct ArtifactTag>;
using CollectionId = Id<struct CollectionTag>;
using ManifestId = Id<struct ManifestTag>;
using RoleId = Id<struct RoleTag>;
using InviteId = Id<struct InviteTag>;

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t ms = 0;
    friend constexpr bool operator==(Instant, Instant) = default;
    friend constexpr auto operator<=>(Instant, Instant) = default;
};

}  // namespace ensemble

template <class Tag>
struct std::hash<ensemble::Id<Tag>> {
    std::size_t operator()(ensemble::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
