// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/daemon/recording/fixture.h"

namespace ensemble::recording::tests {

using Texts = std::vector<std::string>;

TEST_CASE("what a script logged comes back as it was") {
    Folder folder;
    const Texts lines{
        R"({"_step":0,"a":{"b":{"c":1}},"a.b":2,"loss":0.5,"text":"s0"})",
        R"({"_step":1,"big":9007199254740993,"inf":-Infinity,"list":[1, NaN],"loss":NaN})",
        R"({"_step":5,"hist":{"_type":"histogram","values":[1]},"zero":-0})",
    };
    {
        House house(folder.path());
        house.append(run, Sent().history(0, lines));
        CHECK(house.rows(run) == lines);
        REQUIRE(house->commit());
    }
    {
        House again(folder.path());
        CHECK(again.rows(run) == lines);
        REQUIRE(again->seal_all());
        CHECK(again.rows(run) == lines);
        again.check();
    }
    House sealed(folder.path());
    CHECK(sealed.rows(run) == lines);
    CHECK(sealed.counts(run).history_lines == 3);
    CHECK(sealed.counts(run).last_step == 5);
    sealed.check();
}

}  // namespace ensemble::recording::tests
