// SPDX-License-Identifier: Apache-2.0
#include "shared/runs/life.h"

#include <doctest/doctest.h>

#include <vector>

using namespace ensemble::runs;
using enum RunState;

TEST_CASE("only an upsert of a run client brings an ended run back") {
    for (const RunState state : {finished, failed, crashed, killed, preempted, pending}) {
        CHECK(after_upsert(state, {.names_run = true, .from_client = true}) == running);
        CHECK(after_upsert(state, {.names_run = true, .from_client = false}) == state);
        CHECK(after_upsert(state, {.names_run = false, .from_client = true}) == state);
        CHECK(after_upsert(state, {true, true, pending}) == state);
    }
}

TEST_CASE("a file stream request moves the state as documented") {
    struct Row {
        RunState now;
        Progress progress;
        bool stop_requested;
        RunState then;
    };
    const std::vector<Row> rows = {
        {running, {}, false, running},
        {pending, {}, false, running},
        {crashed, {}, false, running},
        {preempted, {}, false, running},
        {running, {.preempting = true}, false, preempting},
        {preempting, {}, false, preempting},
        {running, {.complete = true}, false, finished},
        {running, {.complete = true, .exit_code = 1}, false, failed},
        {running, {.complete = true, .exit_code = 255}, true, killed},
        {crashed, {.complete = true, .exit_code = 3}, false, failed},
        {finished, {}, false, finished},
        {finished, {.complete = true, .exit_code = 1}, false, finished},
        {failed, {}, false, failed},
        {killed, {.preempting = true}, false, killed},
    };
    for (const Row& row : rows) {
        CAPTURE(name(row.now));
        CHECK(after_progress(row.now, row.progress, row.stop_requested) == row.then);
    }
}

TEST_CASE("silence ends what was alive and nothing else") {
    CHECK(after_silence(running) == crashed);
    CHECK(after_silence(preempting) == preempted);
    for (const RunState state : {finished, failed, crashed, killed, preempted, pending})
        CHECK(after_silence(state) == state);
}

TEST_CASE("the API may ask for few transitions") {
    CHECK(after_request(crashed, pending) == pending);
    CHECK(after_request(running, failed) == failed);
    CHECK_FALSE(after_request(finished, running).has_value());
    CHECK_FALSE(after_request(finished, failed).has_value());
}

TEST_CASE("names of states go both ways") {
    for (const RunState state :
         {pending, running, finished, failed, crashed, killed, preempting, preempted})
        CHECK(run_state(name(state)) == state);
    CHECK_FALSE(run_state("asleep").has_value());
}
