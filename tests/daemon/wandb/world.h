// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/wandb/door.h"
#include "shared/base/encoding.h"
#include "tests/support/stores.h"

// The door for scripts over real stores in a temporary folder, with clocks that the test moves.
namespace ensemble::tests {

using nlohmann::json;

class Witness final : public wandb::Observer {
public:
    void run_changed(const runs::Run& run) override { changed.push_back(run); }
    void run_recorded(const runs::Run& run) override { recorded.push_back(run); }
    void run_removed(const runs::Run& run) override { removed.push_back(run); }

    std::vector<runs::Run> changed;
    std::vector<runs::Run> recorded;
    std::vector<runs::Run> removed;
};

struct Reply {
    int status = 0;
    http::Headers headers;
    std::string body;

    json parsed() const { return json::parse(body, nullptr, false); }
    std::string message() const {
        const json answer = parsed();
        return answer.contains("errors") ? answer["errors"][0].value("message", "") : "";
    }
};

struct World : Stores {
    Instant now{1'795'313'621'000};
    std::int64_t steady_ms = 0;
    Witness witness;
    std::vector<std::string> log;
    std::unique_ptr<wandb::Door> door = open_door();
    http::Router router = routes(*door);
    std::string alice = add_user("alice");  // a key
    std::string bob = add_user("bob");

    World() {
        when_removed([this](const runs::Run& run) { witness.run_removed(run); });
    }

    std::unique_ptr<wandb::Door> open_door() {
        wandb::Options options;
        options.now = [this] { return now; };
        options.steady_ms = [this] { return steady_ms; };
        options.observer = &witness;
        options.silence_ms = 300'000;
        options.log = [this](std::string line) { log.push_back(std::move(line)); };
        return std::make_unique<wandb::Door>(wandb::Rooms{users, keys, projects, runs, files,
                                                          artifacts, *recorder, *blobs, *accounts,
                                                          *authority},
                                             std::move(options));
    }
    static http::Router routes(wandb::Door& door) {
        http::Router made;
        door.add_routes(made);
        return made;
    }
    std::string add_user(std::string name, bool admin = false) {
        const teams::User added = make_user(std::move(name), now, admin);
        return accounts->make_key(added.id, "laptop", now)->secret;
    }

    static http::Headers headers_of(const std::string& key) {
        http::Headers headers{{"Host", "here:8080"}, {"User-Agent", "wandb-core"}};
        if (!key.empty()) headers.emplace_back("Authorization", "Basic " + base64("api:" + key));
        return headers;
    }

    // Runs a request through its route the way the network does: the sink takes the body, `prepare`
    // runs before the handler, what was recorded is committed before the answer counts.
    Reply send(const std::string& method, const std::string& target, const std::string& key,
               std::string body = "", http::Headers extra = {}) {
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        request.headers = headers_of(key);
        for (auto& header : extra)
            request.headers.push_back(std::move(header));
        request.body_bytes = body.size();
        const auto match = router.find(method, request.path);
        REQUIRE_MESSAGE(match.route != nullptr, (method + " " + target));
        request.params = match.params;
        if (match.route->sink) {
            auto sink = match.route->sink(request);
            if (!sink) return refused(sink.error());
            request.sink = *sink;
            if (auto done = request.sink->write(body); !done) return refused(done.error());
            if (auto done = request.sink->finish(); !done) return refused(done.error());
        } else {
            request.body = std::move(body);
        }
        if (match.route->prepare) request.prepared = match.route->prepare(request);
        std::optional<http::Response> response;
        match.route->handler(std::move(request),
                             [&response](http::Response&& made) { response = std::move(made); });
        REQUIRE(response);
        REQUIRE(recorder->commit());
        return reply_of(*response);
    }
    static Reply refused(const Error& error) {
        return {-static_cast<int>(error.code), {}, error.detail};
    }
    static Reply reply_of(const http::Response& response) {
        Reply reply{response.status, response.headers, ""};
        if (const auto* text = std::get_if<std::string>(&response.body)) reply.body = *text;
        if (const auto* file = std::get_if<http::FileBody>(&response.body)) {
            reply.body.resize(file->bytes);
            const auto read = ::pread(*file->descriptor, reply.body.data(), file->bytes,
                                      static_cast<off_t>(file->offset));
            REQUIRE(read == static_cast<ssize_t>(file->bytes));
        }
        return reply;
    }

    Reply graphql(const std::string& query, const json& variables, const std::string& key,
                  http::Headers extra = {}) {
        const json body{{"query", query}, {"variables", variables}, {"operationName", ""}};
        return send("POST", "/graphql", key, body.dump(), std::move(extra));
    }
    // "data" of an answer that must be fine.
    json data(const std::string& query, const json& variables = json::object()) {
        const Reply reply = graphql(query, variables, alice);
        REQUIRE_MESSAGE(reply.status == 200, reply.body);
        const json answer = reply.parsed();
        REQUIRE_MESSAGE(!answer.contains("errors"), reply.body);
        return answer["data"];
    }

    // The first request of a script, with the fields that it leaves out as null.
    Reply upsert(const json& input, http::Headers extra = {}, std::string key = "") {
        return graphql(upsert_query, input, key.empty() ? alice : key, std::move(extra));
    }
    json bucket(const json& input, http::Headers extra = {}) {
        const Reply reply = upsert(input, std::move(extra));
        REQUIRE_MESSAGE(reply.status == 200, reply.body);
        return reply.parsed()["data"]["upsertBucket"]["bucket"];
    }
    json start(const std::string& name = "r1") {
        return bucket(
            {{"name", name}, {"project", "demo"}, {"host", "trainer"}, {"program", "t.py"}});
    }

    Reply stream(const std::string& run, const json& body, http::Headers extra = {}) {
        return send("POST", "/files/alice/demo/" + run + "/file_stream", alice, body.dump(),
                    std::move(extra));
    }
    // Lines of one file from an offset on.
    Reply lines(const std::string& run, const std::string& file, std::int64_t offset,
                const std::vector<std::string>& content, http::Headers extra = {}) {
        return stream(run, {{"files", {{file, {{"offset", offset}, {"content", content}}}}}},
                      std::move(extra));
    }
    Reply history(const std::string& run, std::int64_t offset,
                  const std::vector<std::string>& content) {
        return lines(run, "wandb-history.jsonl", offset, content);
    }
    // History lines {"_step": first, "x": first} …
    Reply steps(const std::string& run, std::int64_t offset, std::int64_t first,
                std::int64_t count) {
        std::vector<std::string> content;
        for (std::int64_t step = first; step < first + count; ++step)
            content.push_back(json{{"_step", step}, {"x", step}}.dump());
        return history(run, offset, content);
    }

    std::optional<runs::Run> find(const std::string& name, const std::string& project = "demo") {
        const auto team = *users.find_team_by_name("alice");
        const auto found = *projects.find(team->id, project);
        if (!found) return std::nullopt;
        return *runs.find(found->id, name);
    }
    std::string state(const std::string& name) {
        return std::string(runs::name(find(name)->state));
    }

    // The part of an absolute address after our origin.
    static std::string path_of(const std::string& address) {
        const std::string origin = "http://here:8080";
        REQUIRE_MESSAGE(address.starts_with(origin), address);
        return address.substr(origin.size());
    }

    static inline const std::string upsert_query =
        "mutation UpsertBucket ($id: String, $name: String, $project: String, $entity: String, "
        "$groupName: String, $description: String, $displayName: String, $notes: String, $commit: "
        "String, $config: JSONString, $host: String, $debug: Boolean, $program: String, $repo: "
        "String, $jobType: String, $state: String, $sweep: String, $tags: [String!], "
        "$summaryMetrics: JSONString) { upsertBucket(input: "
        "{id:$id,name:$name,groupName:$groupName,"
        "modelName:$project,entityName:$entity,description:$description,displayName:$displayName,"
        "notes:$notes,config:$config,commit:$commit,host:$host,debug:$debug,jobProgram:$program,"
        "jobRepo:$repo,jobType:$jobType,state:$state,sweep:$sweep,tags:$tags,"
        "summaryMetrics:$summaryMetrics}) { bucket { id name displayName description config "
        "sweepName state notes tags project { id name entity { id name } } historyLineCount } "
        "inserted } }";
};

inline const http::Headers shared_writer(const std::string& id) {
    return {{"X-WANDB-USE-ASYNC-FILESTREAM", "true"}, {"X-WANDB-ASYNC-CLIENT-ID", id}};
}

}  // namespace ensemble::tests
