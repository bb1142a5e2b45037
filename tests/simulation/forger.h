// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "tests/simulation/host.h"
#include "tests/simulation/prng.h"
#include "tests/simulation/scene.h"

namespace ensemble::simulation {

// Somebody with an account and a client of their own making, who sends whatever frames they like.
class Forger {
public:
    Forger(Scene& scene, Host& host) : scene_(scene), host_(host) {}

    void act(Prng& prng);
    void leave();

private:
    void connect(Prng& prng);
    void say(sync::FromPage message);
    sync::Hello hello(Prng& prng);
    sync::Push push(Prng& prng);
    Scope some_scope(Prng& prng) const;

    Scene& scene_;
    Host& host_;
    std::shared_ptr<Link> link_;
    std::int64_t clients_ = 0;
    std::int64_t next_seq_ = 1;
    std::string last_id_;
};

}  // namespace ensemble::simulation
