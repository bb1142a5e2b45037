// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/runs/run.h"

namespace ensemble::wandb {

// Who wants to know what training scripts do: the live hub, the run index. Called on the core
// thread, after the change was written and before it is acknowledged.
class Observer {
public:
    virtual ~Observer() = default;
    // Made, or its state, config, names, tags or notes changed.
    virtual void run_changed(const runs::Run& run) = 0;
    // Lines, a summary or a file came in, or only a sign of life.
    virtual void run_recorded(const runs::Run& run) = 0;
    virtual void run_removed(const runs::Run& run) = 0;
};

}  // namespace ensemble::wandb
