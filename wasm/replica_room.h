// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "shared/sync/replica.h"
#include "wasm/reply.h"

namespace ensemble::wasm {

// The page's replica of the control plane behind the sync operations of ops.h.
class ReplicaRoom {
public:
    ReplicaRoom();
    Reply call(Op op, std::string_view request);

private:
    Reply open(std::string_view request);
    Reply act(std::string_view request);
    Reply foretell(std::string_view request) const;
    Reply follow(std::string_view request);
    Reply view(std::string_view request) const;
    Reply change(Op op, std::string_view request);

    std::unique_ptr<sync::Replica> replica_;
};

}  // namespace ensemble::wasm
