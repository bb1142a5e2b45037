// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/door.h"

#include <algorithm>

#include "daemon/graphql/execute.h"
#include "daemon/graphql/request.h"
#include "daemon/http/status.h"
#include "daemon/wandb/attribution.h"
#include "daemon/wandb/context.h"
#include "daemon/wandb/roots.h"
#include "daemon/wandb/streaming.h"
#include "daemon/wandb/transfer.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

// What an io thread made of a GraphQL body.
struct Prepared {
    Result<std::shared_ptr<graphql::Request>> request;
};

std::string base_url(const Context& context, const http::Request& request) {
    std::string base = context.options.public_url;
    if (base.empty()) base = request.origin();
    while (base.ends_with('/'))
        base.pop_back();
    return base;
}

http::Response refusal(const Error& error) {
    http::Response response = http::error_response(error);
    response.body = graphql::refusal_body(error.detail);
    return response;
}

// A mutation that failed fails as a whole, and so does what may succeed later: scripts try again
// by the status. Other errors stand beside the part that could be answered.
http::Response respond(graphql::Answer answer, graphql::OperationKind kind) {
    if (answer.error) {
        const int status = http::status_of(answer.error->code);
        if (kind == graphql::OperationKind::mutation || status >= 500) {
            http::Response response = http::error_response(*answer.error);
            response.body = std::move(answer.body);
            return response;
        }
    }
    return http::json(200, std::move(answer.body));
}

http::Response serve_graphql(Context& context, const http::Request& request) {
    const Instant now = context.options.now();
    auto caller = context.rooms.accounts.identify(request, auth::Accounts::Allow::key, now);
    if (!caller) return refusal(caller.error());
    const auto& prepared = *std::static_pointer_cast<Prepared>(request.prepared);
    if (!prepared.request) return refusal(prepared.request.error());
    const graphql::Request& parsed = **prepared.request;
    Session session{context,
                    std::move(*caller),
                    base_url(context, request),
                    now,
                    request.header("X-WANDB-USE-ASYNC-FILESTREAM") == "true",
                    claim_of(request)};
    graphql::Roots roots = make_roots(session);
    roots.unknown = [&](std::string_view type, std::string_view field) {
        if (context.options.unknown_field) context.options.unknown_field(type, field);
        context.log_once("unknown GraphQL field " + std::string(type) + "." + std::string(field) +
                         " in " + std::string(parsed.operation->name) + " of " +
                         std::string(request.header("User-Agent")));
    };
    return respond(graphql::execute(parsed, roots), parsed.operation->kind);
}

void add_graphql_route(http::Router& router, Context& context) {
    http::Route route;
    route.method = "POST";
    route.pattern = "/graphql";
    route.body_bytes_max = limits::graphql_body_bytes_max;
    route.prepare = [](const http::Request& request) -> std::shared_ptr<void> {
        return std::make_shared<Prepared>(Prepared{graphql::read_request(request.body)});
    };
    route.handler = [&context](http::Request&& request, http::Reply reply) {
        reply(serve_graphql(context, request));
    };
    router.add(std::move(route));
}

// Telemetry of the SDK and identity federation: not here, and cheaply so.
void add_absent(http::Router& router, std::string pattern) {
    http::Route route;
    route.method = "POST";
    route.pattern = std::move(pattern);
    route.where = http::Where::io;
    route.body_bytes_max = limits::page_body_bytes_max;
    route.handler = [](http::Request&&, http::Reply reply) {
        reply(http::error_response(fail(ErrorCode::not_found, "not offered by this server")));
    };
    router.add(std::move(route));
}

// When a run was last heard of, as far as that is stored.
Instant last_sign(const Context& context, const runs::Run& run) {
    const auto counts = context.rooms.recorder.counts(run.id);
    const double runtime_ms = counts ? counts->runtime * 1000 : 0;
    const std::int64_t now_ms = context.options.now().ms;
    std::int64_t newest_ms = run.updated_at.ms;
    if (runtime_ms > 0 && runtime_ms < static_cast<double>(now_ms - run.created_at.ms))
        newest_ms = std::max(newest_ms, run.created_at.ms + static_cast<std::int64_t>(runtime_ms));
    return {newest_ms};
}

}  // namespace

Door::Door(Rooms rooms, Options options)
    : context_(std::make_unique<Context>(Context{rooms, std::move(options)})) {
    auto running = context_->rooms.runs.list_running();
    if (!running) {
        context_->log("running runs could not be read: " + running.error().detail);
        return;
    }
    for (const runs::Run& run : *running)
        context_->heartbeats.heard(run.id, context_->options.steady_ms(),
                                   last_sign(*context_, run));
}

Door::~Door() = default;

void Door::add_routes(http::Router& router) {
    add_graphql_route(router, *context_);
    add_file_stream_route(router, *context_);
    add_upload_routes(router, *context_);
    add_download_routes(router, *context_);
    add_absent(router, "/sdk/otel/{rest...}");
    add_absent(router, "/oidc/token");
}

Result<void> Door::sweep_silent(std::int64_t steady_ms) {
    return wandb::sweep_silent(*context_, steady_ms);
}

std::optional<Instant> Door::heartbeat(RunId run) const {
    return context_->heartbeats.last(run);
}

}  // namespace ensemble::wandb
