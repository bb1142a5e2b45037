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

TEST_CASE("a page that loses a project forgets its runs, also those that were only lent") {
    for (const ScopeKind lost : {ScopeKind::project, ScopeKind::runs}) {
        sync::Replica page({.client = "c", .device = "d"});
        (void)page.connected();
        (void)page.receive(sync::HelloOk{.user = {1}, .epoch = "e"});
        page.lend({.id = id, .project = before, .name = "r"});
        page.lend({.id = {4}, .project = after, .name = "s"});
        sync::Patch patch;
        patch.drops.push_back({.scope = {lost, before.value}});
        (void)page.receive(patch);
        CHECK(page.confirmed().run(id) == nullptr);
        CHECK(page.view().run(id) == nullptr);
        CHECK(page.confirmed().run({4}) != nullptr);
    }
}
