// SPDX-License-Identifier: Apache-2.0
#include "wasm/core.h"

#include <cmath>
#include <utility>
#include <variant>
#include <vector>

#include "shared/metrics/column_frame.h"
#include "shared/metrics/curves.h"
#include "shared/query/filter.h"
#include "shared/query/match.h"
#include "shared/query/order.h"
#include "wasm/messages.h"
#include "wasm/series_drawing.h"

namespace ensemble::wasm {

namespace {

Reply fine(ReplyWriter& out) {
    return Reply{Status::fine, out.take()};
}

Reply faulty(const query::FilterFault& fault) {
    ReplyWriter out;
    out.u32(static_cast<std::uint32_t>(fault.kind));
    out.u32(static_cast<std::uint32_t>(fault.position));
    out.u32(static_cast<std::uint32_t>(fault.bytes));
    out.text(fault.detail);
    return Reply{Status::filter_fault, out.take()};
}

void write_cells(metrics::FrameWriter& out, const query::RunTable& table, const std::string& name,
                 const std::vector<std::size_t>& rows) {
    const query::Column* column = table.column(name);
    if (column == nullptr) return;
    std::vector<double> numbers(rows.size());
    std::vector<std::string_view> texts(rows.size());
    std::vector<std::uint8_t> is_number(rows.size());
    std::vector<std::uint8_t> is_text(rows.size());
    bool any_text = false;
    bool any_number = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] >= table.rows()) continue;
        switch (column->kind(rows[i])) {
        case query::CellKind::missing:
            break;
        case query::CellKind::number:
            numbers[i] = column->number(rows[i]);
            is_number[i] = 1;
            any_number = true;
            break;
        case query::CellKind::text:
            texts[i] = column->text(rows[i]);
            is_text[i] = 1;
            any_text = true;
            break;
        }
    }
    if (any_number) out.f64(name, numbers, is_number);
    if (any_text) out.text(name, texts, is_text);
}

void write_curve(ReplyWriter& out, const metrics::Curve& from, const Drawing& drawing) {
    const metrics::Series& series = from.series;
    out.f64(static_cast<double>(from.run));
    out.u32(from.key);
    out.u32((series.exact ? 1u : 0u) | (drawing.put_together ? 2u : 0u));
    out.f64(static_cast<double>(series.points));
    out.f64(static_cast<double>(series.not_finite));
    out.f64(static_cast<double>(drawing.dropped));
    out.f64(series.x_min);
    out.f64(series.x_max);
    out.f64(drawing.y_min);
    out.f64(drawing.y_max);
    out.u32(static_cast<std::uint32_t>(drawing.x.size()));
    out.u32(static_cast<std::uint32_t>(drawing.mark_x.size()));
    out.f64s(drawing.x);
    out.f64s(drawing.mean);
    out.f32s(drawing.low);
    out.f32s(drawing.high);
    out.f32s(drawing.line);
    out.u32s(drawing.count);
    out.f64s(drawing.mark_x);
    out.u32s(drawing.mark_kind);
}

}  // namespace

Reply Core::call(std::uint32_t op, std::string_view request) {
    switch (static_cast<Op>(op)) {
    case Op::load_runs:
        return load_runs(request);
    case Op::forget_runs:
        runs_ = query::RunTable();
        return Reply{};
    case Op::declare_columns:
        return declare_columns(request);
    case Op::query_runs:
        return query_runs(request);
    case Op::run_rows:
        return run_rows(request);
    case Op::set_cells:
        return set_cells(request);
    case Op::draw_series:
        return draw_series(request);
    case Op::sync_open:
    case Op::sync_act:
    case Op::sync_foretell:
    case Op::sync_stored:
    case Op::sync_connected:
    case Op::sync_disconnected:
    case Op::sync_receive:
    case Op::sync_follow:
    case Op::sync_subscribe:
    case Op::sync_unsubscribe:
    case Op::sync_dismiss:
    case Op::sync_view:
    case Op::sync_lend_run:
        return replica_.call(static_cast<Op>(op), request);
    }
    return failed(fail(ErrorCode::unsupported, "there is no such operation"));
}

Reply Core::load_runs(std::string_view request) {
    const auto frame = metrics::FrameReader::open(request);
    if (!frame) return failed(frame.error());
    const auto loaded = runs_.load(*frame);
    if (!loaded) return failed(loaded.error());
    ReplyWriter out;
    out.u32(static_cast<std::uint32_t>(runs_.rows()));
    return fine(out);
}

Reply Core::declare_columns(std::string_view request) {
    RequestReader in(request);
    std::vector<std::string> names = in.texts();
    if (in.broken()) return cut_off();
    runs_.declare(std::move(names));
    return Reply{};
}

Reply Core::set_cells(std::string_view request) {
    RequestReader in(request);
    const double id = in.f64();
    const std::vector<std::string> names = in.texts();
    const std::vector<std::string> texts = in.texts();
    if (in.broken() || names.size() != texts.size() || !(std::abs(id) < 9e15)) return cut_off();
    std::uint32_t there = 0;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (runs_.set_text(static_cast<std::int64_t>(id), names[i], texts[i])) ++there;
    ReplyWriter out;
    out.u32(there);
    return fine(out);
}

Reply Core::query_runs(std::string_view request) {
    RequestReader in(request);
    const double now_ms = in.f64();
    const std::string_view text = in.text();
    const std::vector<std::string> sort = in.texts();
    if (in.broken() || !(std::abs(now_ms) < 1e15)) return cut_off();
    const auto filter = query::parse_filter(text);
    if (const auto* fault = std::get_if<query::FilterFault>(&filter)) return faulty(*fault);
    const Instant now{static_cast<std::int64_t>(now_ms)};
    const auto found = query::match(std::get<query::FilterNode>(filter), runs_, now);
    if (const auto* fault = std::get_if<query::FilterFault>(&found)) return faulty(*fault);
    const query::Match& match = std::get<query::Match>(found);

    std::vector<std::string> needed = match.needed;
    std::vector<query::SortKey> keys;
    for (const std::string& key : sort) {
        keys.push_back(query::sort_key(key));
        const std::string& column = keys.back().column;
        if (runs_.column(column) == nullptr && runs_.declared().contains(column))
            needed.push_back(column);
    }
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < match.rows.size(); ++row) {
        if (match.rows[row] != 0) rows.push_back(static_cast<std::uint32_t>(row));
    }
    query::sort_rows(rows, keys, runs_);

    ReplyWriter out;
    out.u32(static_cast<std::uint32_t>(runs_.rows()));
    out.u32(static_cast<std::uint32_t>(rows.size()));
    for (const std::uint32_t row : rows)
        out.f64(static_cast<double>(runs_.id(row)));
    out.texts(needed);
    return fine(out);
}

Reply Core::run_rows(std::string_view request) const {
    RequestReader in(request);
    const std::size_t count = in.u32();
    in.pad();
    const std::vector<double> ids = in.f64s(count);
    const std::vector<std::string> names = in.texts();
    if (in.broken()) return cut_off();
    std::vector<std::size_t> rows;
    std::vector<std::int64_t> known(ids.size());
    std::vector<std::uint8_t> is_known(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool whole = std::abs(ids[i]) < 9e15;
        rows.push_back(whole ? runs_.row_of(static_cast<std::int64_t>(ids[i])) : runs_.rows());
        is_known[i] = rows[i] < runs_.rows() ? 1 : 0;
        known[i] = is_known[i] != 0 ? runs_.id(rows[i]) : 0;
    }
    metrics::FrameWriter out(ids.size());
    out.i64("id", known, is_known);
    for (const std::string& name : names)
        write_cells(out, runs_, name, rows);
    return Reply{Status::fine, std::move(out).take()};
}

Reply Core::draw_series(std::string_view request) const {
    RequestReader in(request);
    DrawingOptions options;
    const std::uint32_t smoothing = in.u32();
    options.log_y = in.u32() != 0;
    options.points_max = in.u32();
    in.u32();
    options.strength = in.f64();
    options.x_span = in.f64();
    if (in.broken() || smoothing > 3 || !std::isfinite(options.strength) ||
        !std::isfinite(options.x_span))
        return cut_off();
    options.smoothing = static_cast<Smoothing>(smoothing);
    const auto answer = metrics::read_curves(in.rest());
    if (!answer) return failed(answer.error());
    ReplyWriter out;
    out.u32(static_cast<std::uint32_t>(answer->size()));
    out.u32(0);
    for (const metrics::Curve& each : *answer)
        write_curve(out, each, draw(each.series, options));
    return fine(out);
}

}  // namespace ensemble::wasm
