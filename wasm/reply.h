// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/base/error.h"
#include "wasm/ops.h"

namespace ensemble::wasm {

struct Reply {
    Status status = Status::fine;
    std::string bytes;
};

Reply failed(const Error& error);
// The request ends before it is whole.
Reply cut_off();

}  // namespace ensemble::wasm
