// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/streaming.h"

#include "daemon/http/status.h"
#include "daemon/wandb/file_stream.h"
#include "daemon/wandb/started_run.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

// What an io thread made of the body.
struct Prepared {
    Result<FileStream> stream;
};

// Whether the script is one of several writers of its run.
bool one_of_several(const http::Request& request) {
    return request.header("X-WANDB-USE-ASYNC-FILESTREAM") == "true";
}

std::string path_key(const auth::Caller& caller, const http::Request& request) {
    std::string key = std::to_string(caller.user.id.value);
    for (const std::string& part : request.params)
        (key += '/') += part;
    return key;
}

// The run that the address means, if the caller may write to it. Which run that is is remembered;
// the run itself is read anew and the permission asked anew, so that whatever changed counts at
// once.
Result<runs::Run> run_of(Context& context, const auth::Caller& caller,
                         const http::Request& request) {
    const std::string key = path_key(caller, request);
    if (const auto known = context.paths.find(key); known != context.paths.end()) {
        auto run = context.rooms.runs.find(known->second);
        if (!run) return run.error();
        const records::State& state = context.rooms.authority.state();
        if (*run && (*run)->name == request.params.at(2) &&
            records::may(state, caller.asker, permissions::Action::run_update,
                         {{},
                          (*run)->project,
                          maker(**run, caller.user.id, permissions::Action::run_update)})
                .allowed)
            return std::move(**run);
        context.paths.erase(known);
    }
    Session session{context, caller, "", context.options.now()};
    auto found =
        started_run(session, request.params.at(0), request.params.at(1), request.params.at(2));
    if (!found) return found.error();
    constexpr std::size_t remembered_max = 100'000;
    if (context.paths.size() >= remembered_max) context.paths.clear();
    context.paths.emplace(key, found->run.id);
    return std::move(found->run);
}

// A script that the run has not heard the end of keeps it alive.
Result<void> live_on(Context& context, runs::Run& run, const runs::Progress& progress) {
    const runs::RunState before = run.state;
    run.state = runs::after_progress(before, progress, run.stop_requested);
    if (!runs::ended(run.state))
        context.heartbeats.heard(run.id, context.options.steady_ms(), context.options.now());
    if (run.state == before) {
        context.recorded(run);
        return {};
    }
    run.updated_at = context.options.now();
    if (runs::ended(run.state)) {
        run.ended_at = run.updated_at;
        run.exit_code = progress.exit_code;
    } else {
        run.ended_at.reset();
        run.exit_code.reset();
    }
    return context.save(run);
}

Result<bool> take(Context& context, const http::Request& request) {
    auto caller =
        context.rooms.accounts.identify(request, auth::Accounts::Allow::key, context.options.now());
    if (!caller) return caller.error();
    auto run = run_of(context, *caller, request);
    if (!run) return run.error();
    auto& prepared = *std::static_pointer_cast<Prepared>(request.prepared);
    if (!prepared.stream) return prepared.stream.error();
    FileStream& stream = *prepared.stream;
    if (one_of_several(request))
        stream.batch.writer = std::string(request.header("X-WANDB-ASYNC-CLIENT-ID"))
                                  .substr(0, limits::display_name_bytes_max);
    if (stream.bad_summaries > 0) context.log_once("a summary is dropped: it is no JSON object");
    if (stream.has_lines()) {
        if (auto done = context.rooms.recorder.append(run->id, stream.batch); !done)
            return done.error();
    }
    if (auto done = live_on(context, *run, stream.progress); !done) return done.error();
    return run->stop_requested;
}

http::Response respond(Context& context, const http::Request& request) {
    auto stopped = take(context, request);
    if (!stopped) return http::error_response(stopped.error());
    return http::json(200, *stopped ? R"({"stopped":true})" : R"({"stopped":false})");
}

}  // namespace

void add_file_stream_route(http::Router& router, Context& context) {
    http::Route route;
    route.method = "POST";
    route.pattern = "/files/{entity}/{project}/{run}/file_stream";
    route.body_bytes_max = limits::file_stream_body_bytes_max;
    route.prepare = [](const http::Request& request) -> std::shared_ptr<void> {
        return std::make_shared<Prepared>(
            Prepared{read_file_stream(request.body, one_of_several(request))});
    };
    route.handler = [&context](http::Request&& request, http::Reply reply) {
        reply(respond(context, request));
    };
    router.add(std::move(route));
}

Result<void> sweep_silent(Context& context, std::int64_t steady_ms) {
    for (const auto& [id, heard] :
         context.heartbeats.take_silent(steady_ms, context.options.silence_ms)) {
        auto run = context.rooms.runs.find(id);
        if (!run) return run.error();
        if (!*run) continue;
        const runs::RunState after = runs::after_silence((*run)->state);
        if (after == (*run)->state) continue;
        (*run)->state = after;
        (*run)->ended_at = heard;
        (*run)->updated_at = context.options.now();
        if (auto done = context.save(**run); !done) return done;
    }
    return {};
}

}  // namespace ensemble::wandb
