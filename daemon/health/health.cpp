// SPDX-License-Identifier: Apache-2.0
#include "daemon/health/health.h"

#include <cstdio>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include "daemon/http/status.h"

namespace ensemble::health {

struct Metrics::Registry {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests =
        prometheus::BuildCounter()
            .Name("ensemble_http_requests_total")
            .Help("Requests answered, by route and status class")
            .Register(registry);
    prometheus::Family<prometheus::Histogram>& seconds =
        prometheus::BuildHistogram()
            .Name("ensemble_http_request_seconds")
            .Help("From the request's arrival at its room to the answer's release")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& unknown =
        prometheus::BuildCounter()
            .Name("ensemble_graphql_unknown_fields_total")
            .Help("Fields that a client asked for and that this server does not know")
            .Register(registry);
    prometheus::Family<prometheus::Gauge>& gauges = prometheus::BuildGauge()
                                                        .Name("ensemble_connections")
                                                        .Help("Open connections, by kind")
                                                        .Register(registry);
    prometheus::Gauge& memory = prometheus::BuildGauge()
                                    .Name("process_resident_memory_bytes")
                                    .Help("Resident memory")
                                    .Register(registry)
                                    .Add({});
    std::mutex unknown_mutex;
    std::set<std::pair<std::string, std::string>> unknown_names;
};

namespace {

const prometheus::Histogram::BucketBoundaries seconds_bounds{0.001, 0.003, 0.01, 0.03,
                                                             0.1,   0.3,   1,    3};

double resident_bytes() {
    std::FILE* file = std::fopen("/proc/self/statm", "r");
    if (file == nullptr) return 0;
    long total = 0;
    long resident = 0;
    const int read = std::fscanf(file, "%ld %ld", &total, &resident);
    std::fclose(file);
    return read == 2 ? static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE))
                     : 0;
}

}  // namespace

Metrics::Metrics() : registry_(std::make_unique<Registry>()) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, int status, double seconds) {
    const std::string name(route);
    registry_->requests.Add({{"route", name}, {"status", std::to_string(status / 100) + "xx"}})
        .Increment();
    registry_->seconds.Add({{"route", name}}, seconds_bounds).Observe(seconds);
}

void Metrics::unknown_field(std::string_view type, std::string_view field) {
    // Names come from outside: only so many different ones become time series.
    constexpr std::size_t name_bytes_max = 64;
    constexpr std::size_t names_max = 1000;
    std::pair<std::string, std::string> name{type.substr(0, name_bytes_max),
                                             field.substr(0, name_bytes_max)};
    {
        const std::lock_guard lock(registry_->unknown_mutex);
        auto& names = registry_->unknown_names;
        if (names.size() < names_max)
            names.insert(name);
        else if (!names.contains(name))
            name = {"other", "other"};
    }
    registry_->unknown.Add({{"type", name.first}, {"field", name.second}}).Increment();
}

std::string Metrics::text(std::size_t connections, std::size_t sockets) const {
    registry_->gauges.Add({{"kind", "http"}}).Set(static_cast<double>(connections));
    registry_->gauges.Add({{"kind", "live"}}).Set(static_cast<double>(sockets));
    registry_->memory.Set(resident_bytes());
    return prometheus::TextSerializer().Serialize(registry_->registry.Collect());
}

void add_routes(http::Router& router, Metrics& metrics, Sources sources) {
    const auto shared = std::make_shared<const Sources>(std::move(sources));
    const auto add = [&router](std::string pattern, http::Handler handler) {
        http::Route route;
        route.method = "GET";
        route.pattern = std::move(pattern);
        route.where = http::Where::io;
        route.handler = std::move(handler);
        router.add(std::move(route));
    };
    add("/ready", [shared](http::Request&&, http::Reply reply) {
        if (shared->ready()) return reply(http::text(200, "ready\n"));
        reply(http::error_response(fail(ErrorCode::unavailable, "Starting or stopping.")));
    });
    add("/health", [shared](http::Request&&, http::Reply reply) {
        const nlohmann::json health = {{"status", shared->ready() ? "ok" : "unavailable"},
                                       {"version", shared->version},
                                       {"uptime_ms", shared->now_ms() - shared->started_ms}};
        reply(http::json(shared->ready() ? 200 : 503, health.dump()));
    });
    add("/metrics", [shared, &metrics](http::Request&&, http::Reply reply) {
        reply(http::text(200, metrics.text(shared->connections(), shared->sockets()),
                         "text/plain; version=0.0.4; charset=utf-8"));
    });
}

}  // namespace ensemble::health
