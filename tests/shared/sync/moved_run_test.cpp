// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/sync/replica.h"

using namespace ensemble;
using records::Scope;
using records::ScopeKind;
using sync::StoredScope;

namespace {

constexpr RunId id{3};
constexpr ProjectId before{14};
constexpr ProjectId after{13};

StoredScope runs_of(ProjectId project, std::int64_t version) {
    return {{ScopeKind::runs, project.value},
            version,
            {{records::Run{.id = id, .project = project, .name = "r"}, version}}};
}

}  // namespace

TEST_CASE("a run that moved lies where it went, in whatever order the disk gives its scopes back") {
    std::vector<sync::Stored> disk{runs_of(before, 1), runs_of(after, 5)};
    for (int order = 0; order < 2; ++order) {
        sync::Replica page({.client = "c", .device = "d"});
        page.restore(disk);
        REQUIRE(page.confirmed().run(id) != nullptr);
        CHECK(page.confirmed().run(id)->project == after);
        std::reverse(disk.begin(), disk.end());
    }
}
