// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/sync/command.h"
#include "tests/simulation/prng.h"

namespace ensemble::simulation {

// Something to ask for, of one of the kinds whose bits are set, about rows of the state: mostly
// what makes sense there, at times what does not. Fresh ids come from the chance as well.
sync::Command choose_command(const records::State& state, std::uint64_t kinds, Prng& prng);

// A number as pages make them: at least 2^32, below 2^52.
std::int64_t fresh_id(Prng& prng);

}  // namespace ensemble::simulation
