// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/query/run_table.h"
#include "wasm/replica_room.h"
#include "wasm/reply.h"

namespace ensemble::wasm {

// Answers the operations of ops.h. Bytes may be anything; a request that cannot be understood gets
// the status `failed`.
class Core {
public:
    Reply call(std::uint32_t op, std::string_view request);

private:
    Reply load_runs(std::string_view request);
    Reply declare_columns(std::string_view request);
    Reply set_cells(std::string_view request);
    Reply query_runs(std::string_view request);
    Reply run_rows(std::string_view request) const;
    Reply draw_series(std::string_view request) const;

    query::RunTable runs_;
    ReplicaRoom replica_;
};

}  // namespace ensemble::wasm
