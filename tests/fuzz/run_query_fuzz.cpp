// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <vector>

#include "shared/metrics/column_frame.h"
#include "shared/query/filter.h"
#include "shared/query/match.h"
#include "shared/query/natural_order.h"
#include "shared/query/order.h"
#include "shared/query/run_table.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ensemble;

query::RunTable make_table() {
    const std::array<std::int64_t, 3> ids{1, 2, 3};
    const std::array<std::int64_t, 3> none{0, 0, 0};
    const std::array<std::int64_t, 3> times{1'700'000'000'000, 1'800'000'000'000, 0};
    const std::array<double, 3> numbers{0.1, -3, 1e300};
    const std::array<std::string, 3> texts{"run-10", "finished", "[\"a\",\"b c\"]"};
    metrics::FrameWriter frame(3);
    frame.i64("id", ids);
    frame.i64("version", ids);
    frame.i64("deleted", none);
    for (const char* name : {"name", "display_name", "state", "group", "job_type"})
        frame.text(name, texts);
    const std::array<std::string, 3> lists{"[]", "[\"a\"]", "[\"b\",\"c\"]"};
    frame.text("tags", lists);
    for (const char* name : {"notes", "author", "host"})
        frame.text(name, texts);
    for (const char* name : {"created_at_ms", "started_at_ms", "ended_at_ms", "heartbeat_at_ms"})
        frame.i64(name, times);
    frame.f64("runtime_s", numbers);
    frame.i64("last_step", times);
    frame.i64("stop_requested", none);
    frame.f64("config.lr", numbers);
    frame.text("summary.best", texts);
    const std::string bytes = std::move(frame).take();
    query::RunTable table;
    table.declare({"config.not_loaded"});
    const auto reader = metrics::FrameReader::open(bytes);
    fuzz::law(static_cast<bool>(reader) && static_cast<bool>(table.load(*reader)));
    return table;
}

}  // namespace

// A filter typed by a person, a sort order and natural order.
void ensemble::fuzz::one_input(std::string_view bytes) {
    static const query::RunTable table = make_table();
    const auto parsed = query::parse_filter(bytes);
    if (const auto* fault = std::get_if<query::FilterFault>(&parsed)) {
        law(fault->position <= bytes.size());
        law(!query::sentence(*fault).empty());
    } else {
        const Instant now{1'750'000'000'000};
        const auto found = query::match(std::get<query::FilterNode>(parsed), table, now);
        if (const auto* match = std::get_if<query::Match>(&found))
            law(match->rows.size() == table.rows());
    }
    std::vector<std::uint32_t> rows{0, 1, 2};
    const std::array<query::SortKey, 1> keys{query::sort_key(bytes)};
    query::sort_rows(rows, keys, table);
    law(rows.size() == 3);
    law(query::natural_key(bytes) == query::natural_key(std::string(bytes)));
}
