// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/records/verdict.h"
#include "shared/sync/command.h"
#include "tests/support/chance.h"

// Something that somebody asks for, mostly about what is there, sometimes about what is not.
namespace ensemble::tests {

// `number` makes fresh ids and names; no two commands of one walk have the same.
sync::Command some_command(const records::State& state, Chance& chance, std::int64_t number);

// Mostly somebody who might be let.
records::Context some_context(const records::State& state, Chance& chance);

}  // namespace ensemble::tests
