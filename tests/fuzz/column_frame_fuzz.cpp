// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstring>
#include <string>

#include "shared/base/crc32c.h"
#include "shared/metrics/column_frame.h"
#include "tests/fuzz/fuzz.h"

namespace {

void read_everything(const ensemble::metrics::FrameReader& frame) {
    std::size_t seen = 0;
    for (const ensemble::metrics::FrameColumn& column : frame.columns()) {
        ensemble::fuzz::law(column.rows() == frame.rows());
        ensemble::fuzz::law(frame.find(column.name()) != nullptr);
        for (std::size_t row = 0; row < column.rows(); ++row) {
            seen += column.present(row) ? 1 : 0;
            if (column.kind() == ensemble::metrics::ColumnKind::text) {
                seen += column.text(row).size();
            } else {
                seen += column.number(row) > 0 ? 1 : 0;
            }
        }
    }
    // Keeps the reads.
    if (seen == static_cast<std::size_t>(-1)) std::abort();
}

}  // namespace

// Opens the bytes as they are and once more with the checksum that they should have: mutation
// never finds that by itself.
void ensemble::fuzz::one_input(std::string_view bytes) {
    if (auto frame = metrics::FrameReader::open(bytes)) read_everything(*frame);
    if (bytes.size() < 16) return;
    std::string mended(bytes);
    const std::uint32_t sum = crc32c(bytes.substr(16));
    for (unsigned i = 0; i < 4; ++i)
        mended[12 + i] = static_cast<char>(sum >> (8 * i) & 0xff);
    std::memcpy(mended.data(), "ECF1", 4);
    if (auto frame = metrics::FrameReader::open(mended)) read_everything(*frame);
}
