// SPDX-License-Identifier: Apache-2.0
#include "daemon/run_index/project_index.h"

#include <doctest/doctest.h>

#include <limits>

#include "daemon/run_index/run_index.h"
#include "shared/metrics/column_frame.h"

using namespace ensemble;
using namespace ensemble::run_index;

namespace {

void set_config(ProjectIndex& index, RunId run, std::string_view config) {
    std::vector<std::string> memory;
    const auto flat = recording::flatten(config, memory);
    REQUIRE(flat);
    index.set_config(run, *flat);
}

Instant started(std::string_view config) {
    std::vector<std::string> memory;
    const auto flat = recording::flatten(config, memory);
    REQUIRE(flat);
    return started_at(*flat);
}

}  // namespace

TEST_CASE("a cell holds a number, a text or nothing, whatever the number") {
    CHECK(Cell().missing());
    for (const double value : {0.0, -0.0, 1.5, -1e308, std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity()}) {
        const Cell cell = Cell::number(value);
        CHECK(cell.is_number());
        CHECK_FALSE(cell.is_text());
        CHECK(cell.number() == value);
    }
    for (const double value :
         {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::quiet_NaN()}) {
        CHECK(Cell::number(value).is_number());
        CHECK(std::isnan(Cell::number(value).number()));
    }
    CHECK(Cell::text(7).is_text());
    CHECK(Cell::text(7).text() == 7);
    CHECK_FALSE(Cell::text(0).is_number());
}

TEST_CASE("config and summary values become dotted columns") {
    Texts texts;
    ProjectIndex index(texts);
    set_config(index, {1}, R"({"lr":{"value":0.1},"opt":{"value":{"name":"adam","b":[1,2]}},
        "_wandb":{"value":{"t":{"1":2}}},"flag":{"value":true},"none":{"value":null}})");
    index.set_summary({1}, R"({"loss":NaN,"acc":{"max":0.9},"_step":4,"_wandb":{"runtime":3},
        "image":{"_type":"image-file","path":"x"}})");
    CHECK(index.value({1}, "config.lr").number() == 0.1);
    CHECK(texts.text(index.value({1}, "config.opt.name").text()) == "\"adam\"");
    CHECK(texts.text(index.value({1}, "config.opt.b").text()) == "[1,2]");
    CHECK(texts.text(index.value({1}, "config.flag").text()) == "true");
    CHECK(std::isnan(index.value({1}, "summary.loss").number()));
    CHECK(index.value({1}, "summary.acc.max").number() == 0.9);
    CHECK(index.value({1}, "summary._step").number() == 4);
    for (const char* absent : {"config.none", "summary.image", "summary._wandb.runtime",
                               "config._wandb.t.1", "config.nothing"})
        CHECK(index.value({1}, absent).missing());
}

TEST_CASE("new values replace all old ones of their kind") {
    Texts texts;
    ProjectIndex index(texts);
    index.set_summary({1}, R"({"a":1,"b":2})");
    set_config(index, {1}, R"({"a":{"value":3}})");
    index.set_summary({1}, R"({"b":5,"c":"x"})");
    CHECK(index.value({1}, "summary.a").missing());
    CHECK(index.value({1}, "summary.b").number() == 5);
    CHECK(index.value({1}, "config.a").number() == 3);
    CHECK(index.columns().at("summary.a").numbers == 0);
    CHECK(index.columns().at("summary.c").texts == 1);
    index.set_summary({1}, "not json");
    CHECK(index.value({1}, "summary.b").missing());
}

TEST_CASE("the frame holds what changed and the columns asked for") {
    Texts texts;
    ProjectIndex index(texts);
    for (std::int64_t i = 1; i <= 3; ++i) {
        Row& row = index.row({i});
        row.version = i * 10;
        row.name = "run" + std::to_string(i);
        row.group = row.job_type = row.author = row.host = row.notes = texts.intern("");
        row.tags = texts.intern("[]");
    }
    index.set_summary({2}, R"({"acc":0.5,"mixed":1})");
    index.set_summary({3}, R"({"acc":NaN,"mixed":"word"})");
    const std::string bytes = index.encode(10, {"summary.acc", "summary.mixed", "summary.none"});
    auto frame = metrics::FrameReader::open(bytes);
    REQUIRE(static_cast<bool>(frame));
    REQUIRE(frame->rows() == 2);
    CHECK(frame->find("id")->integer(0) == 2);
    CHECK(frame->find("name")->text(1) == "run3");
    CHECK(frame->find("state")->text(0) == "running");
    CHECK(frame->find("summary.acc")->number(0) == 0.5);
    CHECK(std::isnan(frame->find("summary.acc")->number(1)));
    CHECK(frame->find("summary.mixed")->text(0) == "1");
    CHECK(frame->find("summary.mixed")->text(1) == "\"word\"");
    CHECK_FALSE(frame->find("summary.none")->present(0));
}

TEST_CASE("a deleted run is told to those who knew it and left out of a full table") {
    Texts texts;
    ProjectIndex index(texts);
    Row& row = index.row({1});
    row.group = row.job_type = row.author = row.host = row.notes = row.tags = texts.intern("");
    row.version = 5;
    row.deleted = true;
    const std::string full = index.encode(0, {});
    const std::string delta = index.encode(4, {});
    CHECK(metrics::FrameReader::open(full)->rows() == 0);
    auto frame = metrics::FrameReader::open(delta);
    REQUIRE(frame->rows() == 1);
    CHECK(frame->find("deleted")->integer(0) == 1);
}

TEST_CASE("the start of a run is what its script says") {
    CHECK(started(R"({"_wandb":{"value":{"e":{
        "a":{"startedAt":"2026-11-22T02:00:01.500000Z"},
        "b":{"startedAt":"2026-11-22T01:00:00Z"}}}}})")
              .ms == 1795309200000);
    CHECK(started("{}").ms == 0);
    CHECK(started(R"({"_wandb":{"value":{"e":{"a":{"startedAt":"soon"}}}}})").ms == 0);
    CHECK(started(R"({"_wandb":{"value":{"e":{"a":{"startedAt":"2026-13-41T99:00:00Z"}}}}})").ms ==
          0);
}
