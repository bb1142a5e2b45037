// SPDX-License-Identifier: Apache-2.0
#include "daemon/live/access.h"

#include <doctest/doctest.h>

using namespace ensemble;
using namespace ensemble::live;
using records::Row;

namespace {

const Row member = records::Member{.team = {7}, .user = {9}};
const Row run = records::Run{.id = {4}, .project = {3}};

bool put(const Row& row, std::vector<Row> before) {
    return moves_access({.put = {row}, .erased = {}}, before);
}
bool erased(const Row& row) {
    return moves_access({.put = {}, .erased = {records::key(row)}}, {row});
}

}  // namespace

TEST_CASE("access moves with people, roles, teams and projects") {
    const std::vector<Row> rows{member,
                                records::User{.id = {9}},
                                records::CustomRole{.id = {5}},
                                records::Team{.id = {7}},
                                records::Project{.id = {3}, .team = {7}},
                                records::ProjectMember{.project = {3}, .user = {9}},
                                records::Settings{}};
    for (const Row& row : rows) {
        CAPTURE(row.index());
        CHECK(put(row, {row}));
        CHECK(erased(row));
    }
}

TEST_CASE("access stays with what is only somebody's own, and with what is new") {
    for (const Row& row : {Row(records::Account{.user = {9}}), Row(records::Star{{9}, {3}}),
                           Row(records::Invite{.id = {1}, .team = {7}}),
                           Row(records::Invitation{.user = {9}, .id = {1}, .team = {7}})}) {
        CAPTURE(row.index());
        CHECK_FALSE(put(row, {row}));
        CHECK_FALSE(erased(row));
    }
    CHECK_FALSE(put(records::Team{.id = {7}}, {}));
    CHECK_FALSE(put(records::Project{.id = {3}}, {}));
    CHECK(put(member, {}));
}

TEST_CASE("access to a run moves when it goes to another project, not with its name") {
    records::Run other = std::get<records::Run>(run);
    other.display_name = "better";
    CHECK_FALSE(put(other, {run}));
    other.project = {8};
    CHECK(put(other, {run}));
    CHECK_FALSE(put(run, {}));
}
