// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/checkpoint.h"

#include "daemon/recording/bytes.h"
#include "daemon/recording/compression.h"
#include "shared/base/crc32c.h"

namespace ensemble::recording {

namespace {

constexpr std::uint8_t version = 1;

void put_time(const std::optional<double>& time, ByteWriter& writer) {
    writer.u8(time ? 1 : 0);
    writer.f64(time.value_or(0));
}

std::optional<double> take_time(ByteReader& reader) {
    const bool there = reader.u8() != 0;
    const double time = reader.f64();
    return there ? std::optional(time) : std::nullopt;
}

void put_key(std::string_view name, const KeyState& state, ByteWriter& writer) {
    writer.text(name);
    writer.zigzag(state.numbers);
    writer.zigzag(state.texts);
    writer.zigzag(state.last_row);
    writer.u8(static_cast<std::uint8_t>((state.last_is_text ? 1 : 0) | (state.monotonic ? 2 : 0)));
    writer.f64(state.last_number);
    writer.f64(state.highest);
    writer.text(state.last_is_text ? std::string_view(state.last_text) : std::string_view());
}

bool take_key(ByteReader& reader, StreamState& stream) {
    const std::string_view name = reader.text();
    if (stream.intern(name, key_hash(name)) + 1 != stream.keys.size()) return false;
    KeyState& state = stream.states.back();
    state.numbers = reader.zigzag();
    state.texts = reader.zigzag();
    state.last_row = reader.zigzag();
    const std::uint8_t flags = reader.u8();
    state.last_is_text = (flags & 1) != 0;
    state.monotonic = (flags & 2) != 0;
    state.last_number = reader.f64();
    state.highest = reader.f64();
    state.last_text = reader.text();
    return reader.ok();
}

void put_writer(std::string_view name, const WriterState& state, ByteWriter& writer) {
    writer.text(name);
    writer.varint(state.seen.stretches().size());
    for (const auto& stretch : state.seen.stretches()) {
        writer.zigzag(stretch.first);
        writer.zigzag(stretch.end);
    }
    writer.varint(state.console.stretches().size());
    for (const auto& stretch : state.console.stretches()) {
        writer.zigzag(stretch.offset);
        writer.zigzag(stretch.line);
        writer.zigzag(stretch.count);
    }
}

void take_writer(ByteReader& reader, StreamState& stream) {
    WriterState& state = stream.writers[std::string(reader.text())];
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
        const std::int64_t first = reader.zigzag();
        state.seen.append(Ranges::Stretch{first, reader.zigzag()});
    }
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
        LineMap::Stretch stretch;
        stretch.offset = reader.zigzag();
        stretch.line = reader.zigzag();
        stretch.count = reader.zigzag();
        state.console.append(stretch);
    }
}

void put_stream(const StreamState& stream, ByteWriter& writer) {
    writer.zigzag(stream.lines);
    writer.zigzag(stream.last_key);
    writer.zigzag(stream.rows);
    writer.varint(stream.keys.size());
    for (std::uint32_t id = 0; id < stream.keys.size(); ++id)
        put_key(stream.keys.name(id), stream.states[id], writer);
    writer.varint(stream.writers.size());
    for (const auto& [name, state] : stream.writers)
        put_writer(name, state, writer);
}

bool take_stream(ByteReader& reader, StreamState& stream) {
    stream.lines = reader.zigzag();
    stream.last_key = reader.zigzag();
    stream.rows = reader.zigzag();
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
        if (!take_key(reader, stream)) return false;
    }
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left)
        take_writer(reader, stream);
    return reader.ok();
}

}  // namespace

std::string encode_state(const RunState& run) {
    std::string body;
    ByteWriter writer(body);
    const Counts& counts = run.counts;
    for (const std::int64_t count :
         {counts.duplicates, counts.replaced, counts.invalid, counts.dropped, counts.revision})
        writer.zigzag(count);
    put_time(counts.first_timestamp, writer);
    put_time(counts.last_timestamp, writer);
    writer.f64(counts.runtime);
    writer.zigzag(run.forked_from.value);
    writer.zigzag(run.forked_at);
    writer.varint(run.rewinds.size());
    for (const std::int64_t step : run.rewinds)
        writer.zigzag(step);
    for (const StreamState& stream : run.streams)
        put_stream(stream, writer);

    std::string out;
    ByteWriter(out).u8(version);
    append_compressed(body, out);
    ByteWriter(out).u32(crc32c(out));
    return out;
}

Result<void> decode_state(std::string_view bytes, RunState& run) {
    const auto broken = [] { return fail(ErrorCode::corrupt, "a checkpoint is broken"); };
    if (bytes.size() < 5) return broken();
    if (static_cast<std::uint8_t>(bytes[0]) > version)
        return fail(ErrorCode::newer_version, "a checkpoint is of a newer version");
    const std::string_view checked = bytes.substr(0, bytes.size() - 4);
    std::string body;
    if (ByteReader(bytes.substr(checked.size())).u32() != crc32c(checked) ||
        !uncompress(checked.substr(1), body))
        return broken();
    ByteReader reader(body);
    Counts& counts = run.counts;
    for (std::int64_t* count :
         {&counts.duplicates, &counts.replaced, &counts.invalid, &counts.dropped, &counts.revision})
        *count = reader.zigzag();
    counts.first_timestamp = take_time(reader);
    counts.last_timestamp = take_time(reader);
    counts.runtime = reader.f64();
    run.forked_from = RunId{reader.zigzag()};
    run.forked_at = reader.zigzag();
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left)
        run.rewinds.push_back(reader.zigzag());
    for (StreamState& stream : run.streams) {
        if (!take_stream(reader, stream)) return broken();
    }
    if (!reader.finished()) return broken();
    return {};
}

}  // namespace ensemble::recording
