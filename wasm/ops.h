// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// What the page may ask of the module. Requests and replies are little endian. `text` is u32 bytes
// and UTF-8; `texts` is u32 n and n × text; `pad` fills with zeros to the next multiple of 8,
// counted from the start of the request or reply.
namespace ensemble::wasm {

enum class Op : std::uint32_t {
    // request: a column frame with runs (docs/protocol.md, "Run table"), laid over what is there.
    // reply:   u32 rows
    load_runs = 1,

    // request: nothing. Forgets all runs and declared columns.
    forget_runs = 2,

    // request: texts. The config and summary columns that exist, loaded or not.
    declare_columns = 3,

    // request: f64 now in ms · text filter · texts sort keys ("-" in front = descending)
    // reply:   u32 rows in all · u32 n · f64 run id × n in order · texts columns to load before
    //          the answer is right
    query_runs = 4,

    // request: u32 n · pad · f64 run id × n · texts column names
    // reply:   a column frame of n rows: i64 "id", missing where the run is not known, and for
    //          every name one f64 column, one text column or both, with validity
    run_rows = 5,

    // request: u32 smoothing (0 none, 1 exponential, 2 gaussian, 3 running average)
    //          u32 1 = logarithmic y · u32 points per curve at most, 0 = all · u32 0
    //          f64 strength (weight, sigma or window) · f64 x span, 0 = that of the curve
    //          then an answer of /api/series
    // reply:   u32 curves · u32 0 · curves × n
    //   curve = f64 run · u32 key index · u32 flags (1 exact, 2 some points were put together)
    //           f64 points · f64 not finite · f64 dropped (not positive on a logarithmic axis)
    //           f64 x min · f64 x max · f64 y min · f64 y max (of what is drawn; NaN when nothing)
    //           u32 n · u32 marks
    //           f64 x × n · f64 mean × n · f32 low × n · pad · f32 high × n · pad
    //           f32 line × n (smoothed) · pad · u32 points × n · pad
    //           f64 mark x × marks · u32 mark kind × marks (0 NaN, 1 above, 2 below) · pad
    //   A gap is an entry whose mean is NaN.
    draw_series = 6,

    // request: f64 run id · texts column names · texts, one for each column. The cells of that run
    //          are these until they are loaded or set again.
    // reply:   u32 cells that are there
    set_cells = 7,

    // The control plane (wasm/replica_room.h). Texts are JSON where nothing else is said; effects
    // are a JSON list of
    //   {"do":"send","frames":[text…]}           over the socket, in order
    //   {"do":"store","put":[[key,text]…],"removed":[key…],"ticket":n}   at once or not at all
    //   {"do":"changed","scopes":[scope…],"commands":bool}
    //   {"do":"purge","scope":scope}              forget what else is kept of it
    //   {"do":"reconnect","wait_ms":n}

    // request: text client · text device · texts stored. Begins anew with what the disk has. A page
    // that only follows has no client.
    // reply:   text {"unreadable":[place…]}
    sync_open = 16,
    // request: text command · text id · f64 now in ms
    // reply:   text verdict {"accepted":bool,…} · text effects
    sync_act = 17,
    // request: text command · f64 now. Reply: text verdict; nothing is kept.
    sync_foretell = 18,
    // request: f64 ticket. Reply of these and all below but sync_view: text effects
    sync_stored = 19,
    sync_connected = 20,     // nothing
    sync_disconnected = 21,  // nothing
    sync_receive = 22,       // text frame; `failed` when it cannot be understood
    sync_follow = 23,        // texts put · texts removed keys, as another page stored them
    sync_subscribe = 24,     // text scope · f64 since
    sync_unsubscribe = 25,   // text scope
    sync_dismiss = 26,       // f64 number of a refused command
    // request: text name · text parameters · f64 now. Reply: text, as wasm/views has it
    sync_view = 27,
    // request: text run, a row of kind "run": what the page knows of a run before it is changed
    // here. Reply: nothing
    sync_lend_run = 28,
};

// What `call` gives back.
enum class Status : std::uint32_t {
    fine = 0,
    failed = 1,        // reply: text code · text detail
    filter_fault = 2,  // query_runs. reply: u32 kind (FilterFault::Kind) · u32 position · u32 bytes
                       // (of the filter's UTF-8) · text detail
};

}  // namespace ensemble::wasm
