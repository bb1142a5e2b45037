// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/row_json.h"

#include <algorithm>
#include <cmath>

#include "daemon/recording/batch.h"
#include "daemon/recording/flattener.h"
#include "daemon/recording/number_text.h"
#include "shared/base/encoding.h"

namespace ensemble::recording {

namespace {

std::vector<std::string> quoted_parts(std::string_view key) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = key.find(path_separator);
        append_quoted(parts.emplace_back(), name_of_part(key.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        key.remove_prefix(end + 1);
    }
}

// Length of the well-formed sequence at the start, 0 when there is none.
std::size_t sequence(std::string_view bytes) {
    for (std::size_t size = 1; size <= std::min<std::size_t>(4, bytes.size()); ++size) {
        if (valid_utf8(bytes.substr(0, size))) return size;
    }
    return 0;
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (byte < 0x20) {
            out.append("\\u00");
            out.push_back(digits[byte >> 4]);
            out.push_back(digits[byte & 15]);
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

std::string strict_json(std::string_view json) {
    std::string out;
    bool inside = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inside && c == '\\' && i + 1 < json.size()) {
            out.append(json.substr(i, 2));
            ++i;
            continue;
        }
        if (c == '"') inside = !inside;
        if (!inside) {
            const std::string_view rest = json.substr(i);
            const auto word = [&]() -> std::string_view {
                for (const std::string_view known : {"NaN", "Infinity", "-Infinity"}) {
                    if (rest.starts_with(known)) return known;
                }
                return {};
            }();
            if (!word.empty()) {
                out.append("\"").append(word).append("\"");
                i += word.size() - 1;
                continue;
            }
        }
        out.push_back(c);
    }
    return out;
}

std::string readable_text(std::string_view bytes) {
    if (valid_utf8(bytes)) return std::string(bytes);
    std::string out;
    while (!bytes.empty()) {
        const std::size_t size = sequence(bytes);
        out.append(size == 0 ? std::string_view("\xef\xbf\xbd") : bytes.substr(0, size));
        bytes.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return out;
}

void append_cell(std::string& out, const Cell& cell, Style style) {
    if (cell.kind == Cell::Kind::text) {
        if (style == Style::bare)
            out.append(cell.text);
        else
            out.append(strict_json(cell.text));
        return;
    }
    const bool quoted = style == Style::strict && !std::isfinite(cell.number);
    if (quoted) out.push_back('"');
    append_number(out, cell.number);
    if (quoted) out.push_back('"');
}

RowPrinter::RowPrinter(const Table& table, const KeyTable& keys) : table_(table) {
    for (const Column& column : table.columns())
        fields_.push_back(Field{&column, quoted_parts(keys.name(column.key))});
    std::sort(fields_.begin(), fields_.end(),
              [](const Field& a, const Field& b) { return a.parts < b.parts; });
}

std::string RowPrinter::row(std::uint32_t row, Lead lead) const {
    std::string out = "{";
    if (lead == Lead::step) {
        out += "\"_step\":";
        append_integer(out, table_.keys()[row]);
    }
    const std::vector<std::string>* before = nullptr;
    std::size_t open = 0;  // objects inside the row's
    for (const Field& field : fields_) {
        const Cell cell = table_.cell(*field.column, row);
        if (cell.kind == Cell::Kind::none) continue;
        const std::size_t depth = field.parts.size() - 1;
        std::size_t shared = 0;
        while (before != nullptr && shared < std::min(open, depth) &&
               (*before)[shared] == field.parts[shared])
            ++shared;
        for (; open > shared; --open)
            out.push_back('}');
        if (out.back() != '{') out.push_back(',');
        for (; open < depth; ++open)
            out.append(field.parts[open]).append(":{");
        out.append(field.parts[depth]).push_back(':');
        append_cell(out, cell, Style::bare);
        before = &field.parts;
    }
    out.append(open + 1, '}');
    return out;
}

}  // namespace ensemble::recording
