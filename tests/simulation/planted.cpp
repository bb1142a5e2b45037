// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/planted.h"

#include <map>

namespace ensemble::simulation {

std::size_t planted = 0;

namespace {

std::map<std::string, records::State>& seen() {
    static std::map<std::string, records::State> states;
    return states;
}

}  // namespace

const records::State& first_seen(const std::string& client, const records::State& now) {
    return seen().try_emplace(client, now).first->second;
}

void forget_first_seen() {
    seen().clear();
}

}  // namespace ensemble::simulation
