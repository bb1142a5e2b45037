// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "shared/runs/merge.h"

using ensemble::runs::merge;

TEST_CASE("what only one changed is taken") {
    CHECK(merge("a", "a", "b") == "b");
    CHECK(merge("a", "b", "a") == "b");
    CHECK(merge("a", "b", "b") == "b");
    CHECK(merge("", "", "new") == "new");
    CHECK(merge("old", "", "old") == "");
}

TEST_CASE("changes in different places are both in it") {
    CHECK(merge("Loss spikes at 3k", "Loss spikes at 4k", "The loss spikes at 3k") ==
          "The loss spikes at 4k");
    CHECK(merge("one\ntwo\nthree", "zero\none\ntwo\nthree", "one\ntwo\nthree\nfour") ==
          "zero\none\ntwo\nthree\nfour");
    CHECK(merge("a b c d", "a c d", "a b c") == "a c");
    CHECK(merge("학습률이 높다 다시 본다", "학습률이 낮다 다시 본다", "학습률이 높다 내일 본다") ==
          "학습률이 낮다 내일 본다");
}

TEST_CASE("where both wrote something else, the lines of both stay, whoever was first first") {
    CHECK(merge("lr is high", "lr is low", "lr is fine") == "lr is low\nlr is fine");
    CHECK(merge("top\nlr is high\nend", "top\nlr is low\nend", "top\nlr is fine\nend") ==
          "top\nlr is low\nlr is fine\nend");
    CHECK(merge("x", "x\ntheirs", "x\nmine") == "x\ntheirs\nmine");
    CHECK(merge("", "theirs", "mine") == "theirs\nmine");
    CHECK(merge("gone or not", "", "gone or kept") == "gone or kept");
}

TEST_CASE("what was merged once and is sent again stands there once") {
    const std::string once = merge("lr is high", "lr is low", "lr is fine");
    CHECK(merge("lr is high", once, "lr is fine") == once);
    CHECK(merge("", "theirs\nmine", "mine") == "theirs\nmine");
    CHECK(merge("", "theirs\nof mine", "mine") == "theirs\nof mine\nmine");
}

TEST_CASE("texts in which everything differs lose nothing either") {
    std::string theirs;
    std::string mine;
    for (int i = 0; i < 3'000; ++i) {
        theirs += "t" + std::to_string(i) + "\n";
        mine += "m" + std::to_string(i) + "\n";
    }
    CHECK(merge("was", theirs, mine) == theirs + "\n" + mine);
}

TEST_CASE("the same texts in other order are the same merge when nobody is in the way") {
    const std::string base = "alpha beta gamma delta";
    const std::string one = "alpha beta gamma delta epsilon";
    const std::string other = "omega beta gamma delta";
    CHECK(merge(base, one, other) == merge(base, other, one));
    CHECK(merge(base, one, other) == "omega beta gamma delta epsilon");
}
