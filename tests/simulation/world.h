// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/device.h"
#include "tests/simulation/forger.h"
#include "tests/simulation/host.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/scene.h"

namespace ensemble::simulation {

// One world in which one schedule happens: people at devices, a daemon, a net between them.
class World {
public:
    explicit World(const Setting& setting, const MakeBacking& backing = in_memory,
                   std::vector<std::string>* story = nullptr);

    // All steps, then every fault ends and everything comes to rest, then the last checks.
    void run(const std::vector<Op>& ops);

    const std::optional<Violation>& violation() const { return scene_.checks.violation(); }
    const Checks::Counts& counts() const { return scene_.checks.counts; }
    // Of all that was said and of how it ended.
    std::uint64_t transcript() const;

private:
    void step(const Op& op);
    void act(Device& device, Prng& prng);
    void look(Device& device, Prng& prng);
    void deliver_up(Prng& prng);
    void deliver_down(Prng& prng);
    void wait(Prng& prng);
    void cut(Prng& prng);
    void garble(Prng& prng);
    void script(Prng& prng);
    void operate(Prng& prng);
    void sweep_links();
    records::State everything() const;
    std::string command_id(Prng& prng);

    bool move_all();
    void come_to_rest();
    void last_checks();
    void compare_foresight();

    Scene scene_;
    Host host_;
    std::vector<std::unique_ptr<Device>> devices_;
    Forger forger_;
};

}  // namespace ensemble::simulation
