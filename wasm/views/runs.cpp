// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/rows.h"
#include "wasm/views/pages.h"

namespace ensemble::wasm::views {

namespace {

constexpr std::size_t runs_asked_max = 10'000;

// What the daemon has not confirmed, by the names that the row has for it.
void write_waits(Page& page, const records::Run& wanted, const records::Run& had) {
    json::Writer& out = page.out;
    const auto note = [&](std::string_view name, bool differs) {
        if (differs) out.text(name);
    };
    out.key("waits");
    out.begin_list();
    note("project", wanted.project != had.project);
    note("display_name", wanted.display_name != had.display_name);
    note("notes", wanted.notes != had.notes);
    note("tags", wanted.tags != had.tags);
    note("stop_requested", wanted.stop_requested != had.stop_requested);
    note("deleted_at_ms", wanted.deleted_at != had.deleted_at);
    out.end_list();
}

}  // namespace

void runs(Page& page) {
    json::Writer& out = page.out;
    out.begin_list();
    page.asked.member("runs").each(runs_asked_max, [&](const json::Reader& at) {
        const RunId id{at.integer()};
        const records::Run* wanted = page.state().run(id);
        const records::Run* had = page.replica.confirmed().run(id);
        if (wanted == nullptr || had == nullptr) return;
        out.begin_object();
        out.key("run");
        out.raw(protocol::to_text(records::Row(*wanted)));
        write_waits(page, *wanted, *had);
        out.end_object();
    });
    out.end_list();
}

}  // namespace ensemble::wasm::views
