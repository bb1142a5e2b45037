// SPDX-License-Identifier: Apache-2.0
#include "daemon/app.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <utility>

#include <spdlog/spdlog.h>

#include "daemon/announcer.h"
#include "daemon/api/api.h"
#include "daemon/background.h"
#include "daemon/backup.h"
#include "daemon/command/operator.h"
#include "daemon/command/operator_socket.h"
#include "daemon/core_thread.h"
#include "daemon/health/complaints.h"
#include "daemon/health/health.h"
#include "daemon/http/status.h"
#include "daemon/invite_mails.h"
#include "daemon/live/access.h"
#include "daemon/live/hub.h"
#include "daemon/net/server.h"
#include "daemon/outside.h"
#include "daemon/page/page.h"
#include "daemon/run_index/run_index.h"
#include "daemon/stores.h"
#include "daemon/trash/purge.h"
#include "daemon/wandb/door.h"

namespace ensemble {

namespace {

constexpr std::int64_t drain_ms = 3'000;
constexpr std::int64_t sealing_ms = 1'500;

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

void warn_if_exposed(const command::Options& options) {
    if (is_loopback(options.host()) || !options.tls_cert.empty()) return;
    spdlog::warn("listening on {} without TLS: API keys, passwords and runs can be read by anyone "
                 "on the way. Use --tls-cert and --tls-key, or a proxy that speaks TLS",
                 options.listen);
}

// Holds the answers of core routes back until what their round wrote is durable.
http::Handler acknowledged_when_durable(http::Handler handler, CoreThread& core,
                                        health::Complaints& complaints) {
    return [handler = std::move(handler), &core, &complaints](http::Request&& request,
                                                              http::Reply reply) {
        const auto release = [&complaints, reply](http::Response&& response) {
            if (response.status == 503) {
                const auto* said = std::get_if<std::string>(&response.body);
                complaints.hear(said != nullptr ? *said : "");
            }
            reply(std::move(response));
        };
        handler(std::move(request), [&core, release](http::Response&& response) {
            auto held = std::make_shared<http::Response>(std::move(response));
            core.after_commit([held, release](const Result<void>& committed) {
                release(committed ? std::move(*held) : http::error_response(committed.error()));
            });
        });
    };
}

}  // namespace

Instant wall_clock() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::int64_t steady_clock_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

// In the order of making; destroyed in reverse.
struct App::Parts {
    command::Options options;
    std::unique_ptr<Stores> stores;
    health::Metrics metrics;
    std::unique_ptr<run_index::RunIndex> index;
    std::unique_ptr<live::Hub> hub;
    std::unique_ptr<Announcer> announcer;
    std::unique_ptr<sync::PageSessions> pages;
    std::unique_ptr<wandb::Door> door;
    std::unique_ptr<api::Rooms> page_rooms;
    std::unique_ptr<trash::Purge> purge;
    http::Router router;
    health::Complaints complaints{
        steady_clock_ms, [](const std::string& sentence) { spdlog::error("{}", sentence); }};
    CoreThread core;
    Background background;
    std::unique_ptr<Outside> outside;
    std::unique_ptr<net::Server> server;
    std::unique_ptr<command::OperatorSocket> operator_socket;
    std::atomic<bool> ready = false;
    bool stopped = false;
    std::int64_t started_ms = 0;
    std::int64_t next_sweep_ms = 0;
    std::int64_t next_purge_ms = 0;
    std::string address;

    void make_hub();
    void close_what_ends();
    void make_live_parts();
    void add_routes();
    Result<void> open_server();
    Result<void> open_operator_socket();
    std::optional<ProjectId> project_of(RunId run);
    std::int64_t after_round();
    void seal_before_the_end();
    bool work_when_idle();
    bool purge_when_due();
    std::string serve_operator(const std::string& request);
    std::string serve_backup(const std::string& file);
};

App::App(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
App::~App() {
    stop();
}
std::string App::address() const {
    return parts_->address;
}

std::optional<ProjectId> App::Parts::project_of(RunId id) {
    auto run = stores->runs->find(id);
    if (!run || !*run || (*run)->deleted_at) return std::nullopt;
    return (*run)->project;
}

void App::Parts::make_hub() {
    hub = std::make_unique<live::Hub>(live::Hub::Options{
        .version = ENSEMBLE_VERSION,
        .project_of = [this](RunId run) { return project_of(run); },
        .may_listen =
            [this](const records::Asker& asker, ProjectId project) {
                return live::may_listen(stores->authority->state(), asker, project);
            },
        .steady_ms = steady_clock_ms,
        .now = wall_clock});
}

// Of what a session or key opened, both kinds of sockets.
void App::Parts::close_what_ends() {
    stores->accounts->endings().when_ended([this](UserId user, std::string_view credential) {
        hub->signed_out(user, credential);
        pages->signed_out(user, credential);
    });
}

void App::Parts::make_live_parts() {
    index = std::make_unique<run_index::RunIndex>(
        *stores->users, *stores->runs, *stores->row_groups, *stores->recorder, wall_clock());
    make_hub();
    announcer = std::make_unique<Announcer>(*stores->authority, *stores->runs, *stores->recorder,
                                            *index, *hub, wall_clock);
    stores->authority->when_committed(
        [this](const std::vector<sync::Decided>& batch) { announcer->committed(batch); });
    stores->authority->when_committed([this](const std::vector<sync::Decided>& batch) {
        mail_invites(batch, stores->authority->state(), *stores->accounts, *outside->mailer,
                     address);
    });
    pages = std::make_unique<sync::PageSessions>(*stores->authority,
                                                 sync::PageSessions::Options{.now = wall_clock});
    close_what_ends();
    wandb::Options door_options;
    door_options.now = wall_clock;
    door_options.steady_ms = steady_clock_ms;
    door_options.observer = announcer.get();
    door_options.public_url = options.public_url;
    door_options.silence_ms = std::int64_t{options.heartbeat_timeout_s} * 1000;
    door_options.log = [](const std::string& line) { spdlog::info("{}", line); };
    door_options.unknown_field = [this](std::string_view type, std::string_view field) {
        metrics.unknown_field(type, field);
    };
    door = std::make_unique<wandb::Door>(
        wandb::Rooms{*stores->users, *stores->keys, *stores->projects, *stores->runs,
                     *stores->files, *stores->artifacts, *stores->recorder, *stores->blobs,
                     *stores->accounts, *stores->authority},
        std::move(door_options));
    page_rooms = std::make_unique<api::Rooms>(api::Rooms{
        .accounts = *stores->accounts,
        .authority = *stores->authority,
        .users = *stores->users,
        .keys = *stores->keys,
        .projects = *stores->projects,
        .runs = *stores->runs,
        .files = *stores->files,
        .artifacts = *stores->artifacts,
        .recorder = *stores->recorder,
        .blobs = *stores->blobs,
        .index = *index,
        .hub = *hub,
        .pages = *pages,
        .audit = *stores->audit,
        .trash = *stores->trash,
        .activity = *stores->activity,
        .now = wall_clock,
        .in_background = [this](std::function<void()> task) { background.post(std::move(task)); },
        .on_core = [this](std::function<void()> task) { core.post(std::move(task)); },
        .fetch_picture =
            [this](const std::string& url, api::Rooms::GotPicture got) {
                return outside->images->fetch(url, [got](const outbound::ImageAnswer& image) {
                    if (!image) return got(image.error());
                    got(api::Rooms::Picture{(*image)->media_type, (*image)->bytes});
                });
            },
        .version = ENSEMBLE_VERSION,
        .trash_days = options.trash_days,
        .secure_cookies = options.public_url.starts_with("https:"),
        .mails = !options.smtp.url.empty()});
    purge = std::make_unique<trash::Purge>(
        trash::Purge::Rooms{*stores->trash, *stores->runs, *stores->files, *stores->ledger,
                            *stores->authority, *stores->recorder, *stores->blobs,
                            [this](const runs::Run& run) { announcer->run_removed(run); }},
        std::int64_t{options.trash_days} * 24 * 60 * 60 * 1000);
}

void App::Parts::add_routes() {
    http::Router all;
    door->add_routes(all);
    api::add_routes(all, *page_rooms);
    health::add_routes(all, metrics,
                       {.ready = [this] { return ready.load(); },
                        .connections = [this] { return server->counts().connections_now; },
                        .sockets = [this] { return server->counts().sockets_now; },
                        .version = ENSEMBLE_VERSION,
                        .started_ms = started_ms,
                        .now_ms = steady_clock_ms});
    page::add_routes(all);
    for (http::Route route : all.routes()) {
        if (route.where == http::Where::core && route.handler)
            route.handler = acknowledged_when_durable(std::move(route.handler), core, complaints);
        router.add(std::move(route));
    }
}

Result<void> App::Parts::open_server() {
    net::ServerOptions server_options;
    server_options.host = options.host();
    server_options.port = options.port();
    server_options.certificate_path = options.tls_cert;
    server_options.key_path = options.tls_key;
    server_options.served = [this](const net::Served& served) {
        metrics.request(served.pattern, served.status,
                        static_cast<double>(served.duration_us) / 1e6);
        spdlog::debug("{} {} {} {} us", served.method, served.pattern, served.status,
                      served.duration_us);
    };
    server_options.trouble = [](std::string_view sentence) { spdlog::warn("{}", sentence); };
    auto opened = net::Server::open(std::move(server_options), router, core);
    if (!opened) return opened.error();
    server = std::move(*opened);
    const std::string scheme = options.tls_cert.empty() ? "http://" : "https://";
    std::string host = options.host();
    if (host == "0.0.0.0" || host == "::") host = "127.0.0.1";
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    address = options.public_url.empty() ? scheme + host + ":" + std::to_string(server->port())
                                         : options.public_url;
    return {};
}

// The operator's requests wait for their turn on the core thread like everybody's.
std::string App::Parts::serve_operator(const std::string& request) {
    auto asked = command::decode_request(request);
    if (!asked) return command::encode_answer(asked.error());
    if (asked->kind == command::Kind::backup) return serve_backup(asked->file);
    if (asked->kind == command::Kind::mail_test)
        return command::encode_answer(send_test_mail(*outside->mailer, asked->email));
    auto promise = std::make_shared<std::promise<std::string>>();
    auto answer = promise->get_future();
    core.post([this, promise, asked = *asked] {
        auto lines = run_with(*stores, asked, address, wall_clock());
        core.after_commit([promise, lines](const Result<void>& committed) {
            promise->set_value(command::encode_answer(committed ? lines : committed.error()));
        });
    });
    // A core that stops drops the task and with it the promise.
    try {
        return answer.get();
    } catch (const std::future_error&) {
        return command::encode_answer(fail(ErrorCode::unavailable, "The daemon is stopping."));
    }
}

// Only the copying holds the core up; the file is written on the operator's own thread.
std::string App::Parts::serve_backup(const std::string& file) {
    using Taken = Result<std::unique_ptr<Snapshot>>;
    auto promise = std::make_shared<std::promise<Taken>>();
    auto taken = promise->get_future();
    core.post([this, promise] { promise->set_value(Snapshot::take(*stores)); });
    try {
        const Taken snapshot = taken.get();
        if (!snapshot) return command::encode_answer(snapshot.error());
        return command::encode_answer((*snapshot)->write(file));
    } catch (const std::future_error&) {
        return command::encode_answer(fail(ErrorCode::unavailable, "The daemon is stopping."));
    }
}

Result<void> App::Parts::open_operator_socket() {
    auto opened = command::OperatorSocket::open(
        options.data + "/ensembled.sock",
        [this](const std::string& request) { return serve_operator(request); });
    if (!opened) return opened.error();
    operator_socket = std::move(*opened);
    return {};
}

std::int64_t App::Parts::after_round() {
    const std::int64_t now_ms = steady_clock_ms();
    const std::int64_t sweep_every_ms =
        std::clamp<std::int64_t>(std::int64_t{options.heartbeat_timeout_s} * 100, 200, 10'000);
    if (now_ms >= next_sweep_ms) {
        next_sweep_ms = now_ms + sweep_every_ms;
        if (auto swept = door->sweep_silent(now_ms); !swept)
            spdlog::error("silent runs could not be marked: {}", swept.error().detail);
    }
    constexpr std::int64_t slow_page_wait_ms = 20;
    stores->accounts->endings().flush(wall_clock());
    std::int64_t hub_wait_ms = hub->flush();
    if (pages->flush())
        hub_wait_ms =
            hub_wait_ms < 0 ? slow_page_wait_ms : std::min(hub_wait_ms, slow_page_wait_ms);
    const std::int64_t sweep_wait_ms = std::max<std::int64_t>(1, next_sweep_ms - now_ms);
    return hub_wait_ms < 0 ? sweep_wait_ms : std::min(hub_wait_ms, sweep_wait_ms);
}

// So that the next start has little to read. What there is no time for stays in the journal.
void App::Parts::seal_before_the_end() {
    const std::int64_t end_ms = steady_clock_ms() + sealing_ms;
    while (steady_clock_ms() < end_ms) {
        const auto more = stores->recorder->seal_next();
        if (!more) spdlog::error("sealing runs failed: {}", more.error().detail);
        if (!more || !*more) return;
    }
}

bool App::Parts::work_when_idle() {
    auto more = stores->recorder->maintain();
    if (!more) {
        spdlog::error("sealing runs failed: {}", more.error().detail);
        return false;
    }
    return *more || purge_when_due();
}

bool App::Parts::purge_when_due() {
    constexpr std::int64_t look_every_ms = 60'000;
    const std::int64_t now_ms = steady_clock_ms();
    if (now_ms < next_purge_ms) return false;
    auto more = purge->step(wall_clock());
    if (!more) spdlog::error("emptying the trash failed: {}", more.error().detail);
    if (more && *more) return true;
    next_purge_ms = now_ms + look_every_ms;
    return false;
}

Result<std::unique_ptr<App>> App::open(const command::Options& options) {
    auto parts = std::make_unique<Parts>();
    parts->options = options;
    parts->started_ms = steady_clock_ms();
    auto stores = Stores::open(options.data,
                               [](const std::string& sentence) { spdlog::warn("{}", sentence); });
    if (!stores) return stores.error();
    parts->stores = std::move(*stores);
    auto outside =
        Outside::open(options, [](const std::string& line) { spdlog::warn("{}", line); });
    if (!outside) return outside.error();
    parts->outside = std::move(*outside);
    parts->make_live_parts();
    parts->add_routes();
    if (auto opened = parts->open_server(); !opened) return opened.error();
    if (auto opened = parts->open_operator_socket(); !opened) return opened.error();
    return std::unique_ptr<App>(new App(std::move(parts)));
}

Result<void> App::start() {
    warn_if_exposed(parts_->options);
    parts_->core.start({.commit = [this] { return parts_->stores->recorder->commit(); },
                        .published = [this] { return parts_->after_round(); },
                        .idle = [this] { return parts_->work_when_idle(); }});
    parts_->server->start();
    parts_->ready = true;
    spdlog::info("ready at {}", parts_->address);
    return {};
}

void App::stop() {
    if (parts_->stopped) return;
    parts_->stopped = true;
    parts_->ready = false;
    parts_->outside->transfers.stop();  // the operator may wait for a mail
    parts_->operator_socket.reset();
    parts_->server->stop(drain_ms);
    parts_->background.stop();
    parts_->core.stop();
    parts_->seal_before_the_end();
}

}  // namespace ensemble
