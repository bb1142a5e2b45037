// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/key_table.h"
#include "daemon/recording/table.h"

namespace ensemble::recording {

// A JSON string with its quotes.
void append_quoted(std::string& out, std::string_view text);
// JSON text with bare NaN, Infinity and -Infinity put into quotes.
std::string strict_json(std::string_view json);
// Well-formed UTF-8, whatever the bytes; broken pieces become U+FFFD.
std::string readable_text(std::string_view bytes);

// A value as JSON; `strict`: non-finite numbers as strings.
enum class Style { bare, strict };
void append_cell(std::string& out, const Cell& cell, Style style);

// Writes rows of one table as the nested objects they came from.
class RowPrinter {
public:
    RowPrinter(const Table& table, const KeyTable& keys);

    // `step`: whether the row's key stands first as "_step".
    enum class Lead { nothing, step };
    std::string row(std::uint32_t row, Lead lead) const;

private:
    struct Field {
        const Column* column = nullptr;
        std::vector<std::string> parts;  // of the key, quoted
    };

    const Table& table_;
    std::vector<Field> fields_;  // those of one object side by side
};

}  // namespace ensemble::recording
