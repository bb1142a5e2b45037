// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/journal_record.h"

#include <utility>

#include "daemon/recording/bytes.h"

// batch = writer, u8 parts (1 history, 2 events, 4 console, 8 summary), then each part that is
//         there: lines (zigzag offset, varint count, counted texts) or the counted summary
namespace ensemble::recording {

namespace {

void append_lines(const std::optional<Lines>& lines, ByteWriter& writer) {
    if (!lines) return;
    writer.zigzag(lines->offset);
    writer.varint(lines->lines.size());
    for (const std::string_view line : lines->lines)
        writer.text(line);
}

std::optional<Lines> read_lines(bool there, ByteReader& reader) {
    if (!there) return std::nullopt;
    Lines lines;
    lines.offset = reader.zigzag();
    const std::uint64_t count = reader.varint();
    for (std::uint64_t i = 0; i < count && reader.ok(); ++i)
        lines.lines.push_back(reader.text());
    return lines;
}

}  // namespace

void append_batch(const Batch& batch, std::string& record) {
    ByteWriter writer(record);
    writer.text(batch.writer);
    writer.u8(static_cast<std::uint8_t>((batch.history ? 1 : 0) | (batch.events ? 2 : 0) |
                                        (batch.console ? 4 : 0) | (batch.summary ? 8 : 0)));
    append_lines(batch.history, writer);
    append_lines(batch.events, writer);
    append_lines(batch.console, writer);
    if (batch.summary) writer.text(*batch.summary);
}

Result<Batch> decode_batch(std::string payload) {
    const auto memory = std::make_shared<const std::string>(std::move(payload));
    Batch batch;
    batch.memory = memory;
    ByteReader reader(*memory);
    batch.writer = reader.text();
    const std::uint8_t parts = reader.u8();
    batch.history = read_lines((parts & 1) != 0, reader);
    batch.events = read_lines((parts & 2) != 0, reader);
    batch.console = read_lines((parts & 4) != 0, reader);
    if ((parts & 8) != 0) batch.summary = reader.text();
    if (!reader.finished()) return fail(ErrorCode::corrupt, "a journal record cannot be read");
    parse_lines(batch);
    return batch;
}

}  // namespace ensemble::recording
