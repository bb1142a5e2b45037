// SPDX-License-Identifier: Apache-2.0
#include "wasm/core.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "shared/metrics/column_frame.h"
#include "tests/shared/query/tables.h"
#include "wasm/messages.h"

using namespace ensemble;
using namespace ensemble::wasm;
using query::testing::Row;

namespace {

Reply ask(Core& core, Op op, const std::string& request) {
    return core.call(static_cast<std::uint32_t>(op), request);
}

std::string query_request(const std::string& filter, const std::vector<std::string>& sort) {
    ReplyWriter out;
    out.f64(1000);
    out.text(filter);
    out.texts(sort);
    return out.take();
}

Core example() {
    Core core;
    ReplyWriter columns;
    columns.texts(std::vector<std::string>{"config.lr", "summary.acc", "config.far"});
    CHECK(ask(core, Op::declare_columns, columns.take()).status == Status::fine);
    const std::string frame = query::testing::frame_of(
        {{.id = 1, .name = "one", .lr = "0.1", .acc = 0.5, .has_acc = true},
         {.id = 2, .name = "two", .state = "running", .lr = "\"auto\""},
         {.id = 3, .name = "three", .acc = 0.9, .has_acc = true}});
    CHECK(ask(core, Op::load_runs, frame).status == Status::fine);
    return core;
}

}  // namespace

TEST_CASE("a query gives ids in order and the columns it still needs") {
    Core core = example();
    const Reply reply =
        ask(core, Op::query_runs, query_request("not state:running or far > 1", {"-summary.acc"}));
    REQUIRE(reply.status == Status::fine);
    RequestReader in(reply.bytes);
    CHECK(in.u32() == 3);
    REQUIRE(in.u32() == 2);
    CHECK(in.f64() == 3);
    CHECK(in.f64() == 1);
    CHECK(in.texts() == std::vector<std::string>{"config.far"});
    CHECK(in.rest().empty());
    CHECK_FALSE(in.broken());
}

TEST_CASE("a wrong filter answers with its place") {
    Core core = example();
    const Reply reply = ask(core, Op::query_runs, query_request("lr < x", {}));
    REQUIRE(reply.status == Status::filter_fault);
    RequestReader in(reply.bytes);
    CHECK(in.u32() == 3);
    CHECK(in.u32() == 5);
    CHECK(in.u32() == 1);
}

TEST_CASE("rows come as a frame in the order that was asked for") {
    Core core = example();
    ReplyWriter out;
    out.u32(3);
    out.pad();
    out.f64s(std::vector<double>{3, 77, 2});
    out.texts(std::vector<std::string>{"display_name", "config.lr", "summary.acc", "nothing"});
    const Reply reply = ask(core, Op::run_rows, out.take());
    REQUIRE(reply.status == Status::fine);
    const auto frame = metrics::FrameReader::open(reply.bytes);
    REQUIRE(static_cast<bool>(frame));
    REQUIRE(frame->rows() == 3);
    CHECK(frame->find("id")->integer(0) == 3);
    CHECK_FALSE(frame->find("id")->present(1));
    CHECK(frame->find("display_name")->text(2) == "two");
    CHECK_FALSE(frame->find("display_name")->present(1));
    CHECK(frame->find("config.lr")->kind() == metrics::ColumnKind::text);
    CHECK(frame->find("config.lr")->text(2) == "auto");
    CHECK(frame->find("summary.acc")->number(0) == 0.9);
    CHECK_FALSE(frame->find("summary.acc")->present(2));
    CHECK(frame->find("nothing") == nullptr);
}

TEST_CASE("cells that a person changed are found until the daemon's are loaded again") {
    Core core = example();
    const auto set = [&](double run, const std::string& column, const std::string& text) {
        ReplyWriter out;
        out.f64(run);
        out.texts(std::vector<std::string>{column});
        out.texts(std::vector<std::string>{text});
        const Reply reply = ask(core, Op::set_cells, out.take());
        REQUIRE(reply.status == Status::fine);
        return RequestReader(reply.bytes).u32();
    };
    const auto found = [&](const std::string& filter) {
        const Reply reply = ask(core, Op::query_runs, query_request(filter, {}));
        REQUIRE(reply.status == Status::fine);
        RequestReader in(reply.bytes);
        in.u32();
        return in.u32();
    };
    CHECK(found("uno") == 0);
    CHECK(set(1, "name", "uno") == 1);
    CHECK(found("uno") == 1);
    CHECK(set(4, "name", "uno") == 0);
    CHECK(set(1, "nowhere", "uno") == 0);
    const std::string frame = query::testing::frame_of({{.id = 1, .name = "one"}});
    CHECK(ask(core, Op::load_runs, frame).status == Status::fine);
    CHECK(found("uno") == 0);
    CHECK(ask(core, Op::set_cells, "short").status == Status::failed);
}

TEST_CASE("forgetting takes runs and columns") {
    Core core = example();
    CHECK(ask(core, Op::forget_runs, "").status == Status::fine);
    const Reply reply = ask(core, Op::query_runs, query_request("", {}));
    RequestReader in(reply.bytes);
    CHECK(in.u32() == 0);
    CHECK(ask(core, Op::query_runs, query_request("lr = 1", {})).status == Status::filter_fault);
}

TEST_CASE("bytes that make no sense are refused, never obeyed") {
    Core core = example();
    CHECK(core.call(0, "").status == Status::failed);
    CHECK(core.call(99, "").status == Status::failed);
    std::string frame = query::testing::frame_of({{.id = 9}});
    frame[frame.size() / 2] = static_cast<char>(frame[frame.size() / 2] ^ 1);
    const Reply reply = ask(core, Op::load_runs, frame);
    REQUIRE(reply.status == Status::failed);
    RequestReader in(reply.bytes);
    CHECK(in.text() == "corrupt");
    std::uint32_t seed = 3;
    for (int round = 0; round < 4000; ++round) {
        std::string bytes;
        for (int i = 0; i < 40; ++i) {
            seed = seed * 1664525u + 1013904223u;
            bytes += static_cast<char>((seed >> 30) == 0 ? seed >> 16 : seed >> 29 == 7 ? 255 : 0);
        }
        for (std::uint32_t op = 1; op <= 6; ++op) {
            if (op == 2) continue;
            const Reply answer = core.call(op, bytes);
            CHECK(static_cast<std::uint32_t>(answer.status) <= 2);
        }
    }
    for (std::size_t size = 0; size < 20; ++size)
        CHECK(ask(core, Op::query_runs, query_request("a", {"b"}).substr(0, size)).status ==
              Status::failed);
}
