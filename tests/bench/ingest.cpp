// SPDX-License-Identifier: Apache-2.0
// Sends ready-made file stream bodies as fast as they are acknowledged and prints one line of JSON.
// The runs must exist: tests/bench/ingest.py makes them. Every client writes its share of the runs,
// one after the other; the bodies of all runs are the same bytes under another address.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/bodies.h"
#include "tests/bench/http_wire.h"

namespace {

using namespace ensemble::bench;

struct Plan {
    Shape shape;
    std::uint16_t port = 0;
    std::string key;
    std::string path_prefix;  // "/files/alice/p/run-"; the number of the run follows
    std::size_t first_run = 0;
    std::size_t runs = 1;
    std::size_t clients = 1;
};

Plan read_plan(int argc, char** argv) {
    std::map<std::string, std::string> given;
    for (int i = 1; i + 1 < argc; i += 2)
        given[argv[i]] = argv[i + 1];
    const auto number = [&](const char* name, std::size_t otherwise) {
        const auto found = given.find(name);
        return found == given.end() ? otherwise : std::strtoull(found->second.c_str(), nullptr, 10);
    };
    Plan plan;
    plan.shape.lines = number("--lines", plan.shape.lines);
    plan.shape.lines_per_body = number("--lines-per-body", plan.shape.lines_per_body);
    plan.shape.metrics = number("--metrics", plan.shape.metrics);
    plan.shape.spike_every = number("--spike-every", 0);
    plan.shape.seed = number("--seed", 1);
    plan.port = static_cast<std::uint16_t>(number("--port", 0));
    plan.key = given["--key"];
    plan.path_prefix = given["--path-prefix"];
    plan.first_run = number("--first-run", 0);
    plan.runs = number("--runs", 1);
    plan.clients = number("--clients", 1);
    return plan;
}

// Runs client, client + clients, … of the plan.
void write_runs(const Plan& plan, const std::vector<std::string>& bodies, std::size_t client) {
    HttpWire wire(plan.port, plan.key);
    for (std::size_t run = client; run < plan.runs; run += plan.clients) {
        const std::string path =
            plan.path_prefix + std::to_string(plan.first_run + run) + "/file_stream";
        for (const std::string& body : bodies) {
            const HttpWire::Answer answer = wire.post(path, body);
            if (answer.status == 200) continue;
            std::fprintf(stderr, "%s: %d %s\n", path.c_str(), answer.status, answer.body.c_str());
            std::exit(1);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const Plan plan = read_plan(argc, argv);
    const std::vector<std::string> bodies = make_bodies(plan.shape);
    std::size_t bytes = 0;
    for (const std::string& body : bodies)
        bytes += body.size();
    // The bodies are ready: whoever measures the daemon starts its clock at this line.
    std::printf("{\"ready\": true, \"bytes_per_run\": %zu}\n", bytes);
    std::fflush(stdout);
    if (std::getchar() == EOF) return 1;
    const auto started = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (std::size_t client = 0; client < plan.clients; ++client)
        threads.emplace_back([&, client] { write_runs(plan, bodies, client); });
    for (std::thread& thread : threads)
        thread.join();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
    std::printf("{\"wall_s\": %.6f, \"points\": %zu, \"lines\": %zu, \"bytes\": %zu}\n",
                wall.count(), plan.runs * plan.shape.lines * plan.shape.metrics,
                plan.runs * plan.shape.lines, plan.runs * bytes);
}
