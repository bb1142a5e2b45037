// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "daemon/recording/batch.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ensemble;

// Every text value is JSON again: what is stored can be given back inside an object.
void check_value(const recording::LineValue& value) {
    if (value.is_number) return;
    const std::string again = "{\"v\":" + std::string(value.text) + "}";
    std::vector<std::string> memory;
    fuzz::law(static_cast<bool>(recording::flatten(again, memory)));
}

}  // namespace

// One line of history as a script sends it, alone and as a batch with a good line behind it.
void ensemble::fuzz::one_input(std::string_view bytes) {
    std::vector<std::string> memory;
    const auto flat = recording::flatten(bytes, memory);
    if (flat) {
        for (const recording::LineValue& value : *flat)
            check_value(value);
    }
    recording::Batch batch;
    batch.history = recording::Lines{0, {bytes, R"({"_step":1,"loss":0.5})"}};
    batch.events = recording::Lines{0, {bytes}};
    recording::parse_lines(batch);
    law(batch.history_parsed.size() == 2 && batch.events_parsed.size() == 1);
    law(batch.history_parsed[1].valid && batch.history_parsed[1].step == 1);
    law(batch.history_parsed[1].value_count == 1);
    for (const recording::ParsedLine& line : batch.history_parsed) {
        law(line.first_value + line.value_count <= batch.values.size());
        if (!line.valid) law(line.value_count == 0);
    }
    // An object may still be no line: its "_step" can be no step.
    law(flat || !batch.history_parsed[0].valid);
}
