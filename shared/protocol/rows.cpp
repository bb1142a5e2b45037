// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/rows.h"

#include "shared/protocol/parse.h"

namespace ensemble::protocol {

void Writing::content(const records::Row& row) {
    std::visit([this](const auto& one) { fields(*this, one); }, row);
}

void Reading::content(records::Row& row) {
    std::visit([this](auto& one) { fields(*this, one); }, row);
}

std::string to_text(const records::Row& row) {
    return written(row);
}

Result<records::Row> parse_row(std::string_view text) {
    return parsed<records::Row>(text, limits::sync_message_bytes_max);
}

}  // namespace ensemble::protocol
