// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "shared/records/state.h"

// Faults that are planted to see whether the laws notice them. What is planted in the real thing is
// written by plant.py into copies of its sources; two faults are of what stands around it.
namespace ensemble::simulation {

// 0: none. From 1 on those below, then those of plant.py.
extern std::size_t planted;

inline constexpr std::size_t seq_in_another_transaction = 1;
inline constexpr std::size_t disk_before_its_time = 2;
inline constexpr std::size_t first_scripted = 3;

struct PlantedFault {
    const char* name;
    const char* what;
};
// In order of their numbers, without 0. Written by plant.py.
const std::vector<PlantedFault>& planted_faults();

// For one of them: the rows as they were when the client was first heard.
const records::State& first_seen(const std::string& client, const records::State& now);
void forget_first_seen();

}  // namespace ensemble::simulation
