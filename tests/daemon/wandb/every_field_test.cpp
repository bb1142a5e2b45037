// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "daemon/wandb/roots.h"
#include "tests/daemon/wandb/samples.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

std::string node_id(const char* type, std::int64_t number) {
    return base64(std::string(type) + ":" + std::to_string(number));
}

// A run of Mia with everything that a run can have, in a project of the team vision.
struct Hidden : TeamWorld {
    explicit Hidden(std::string in = "detector") : project_name(std::move(in)) {
        const ProjectId id = projects.find(vision, project_name)->value().id;
        put({described(id)});
        REQUIRE(upsert({{"entity", "vision"},
                        {"project", project_name},
                        {"name", "hidden-run"},
                        {"host", "h"},
                        {"notes", marker},
                        {"displayName", marker},
                        {"summaryMetrics", "{\"" + marker + "\":1}"},
                        {"config", "{\"" + marker + "\":{\"value\":1}}"}})
                    .status == 200);
        record_lines();
        put_file();
        const json artifact = Logger(*this).log("digest", {{marker + ".txt", foo}},
                                                {{"entityName", "vision"},
                                                 {"projectName", project_name},
                                                 {"artifactCollectionName", marker + "-set"},
                                                 {"runName", "hidden-run"},
                                                 {"clientID", "client-of-hidden"},
                                                 {"aliases", json::array()},
                                                 {"metadata", "{\"" + marker + "\":3}"}});
        there = names_of(id, artifact["id"]);
    }

    records::Project described(ProjectId id) const {
        records::Project row = *authority->state().project(id);
        row.description = marker;
        return row;
    }
    void record_lines() {
        const json line{{"_step", 0}, {marker, 1}};
        const json body{{"files",
                         {{"wandb-history.jsonl", {{"offset", 0}, {"content", {line.dump()}}}},
                          {"output.log", {{"offset", 0}, {"content", {marker}}}}}}};
        REQUIRE(send("POST", "/files/vision/" + project_name + "/hidden-run/file_stream", alice,
                     body.dump())
                    .status == 200);
    }
    void put_file() {
        const json made = data("mutation C($i: I!) { createRunFiles(input: $i) { files { "
                               "uploadUrl } } }",
                               {{"i",
                                 {{"entityName", "vision"},
                                  {"projectName", project_name},
                                  {"runName", "hidden-run"},
                                  {"files", {marker + ".csv"}}}}});
        const auto url = made["createRunFiles"]["files"][0]["uploadUrl"].get<std::string>();
        REQUIRE(send("PUT", path_of(url), "", "bytes").status == 200);
    }
    Names names_of(ProjectId project, const std::string& artifact) {
        const runs::Run run = **runs.find(project, "hidden-run");
        const auto collection = **artifacts.find_collection(project, marker + "-set");
        const auto manifest =
            artifacts.manifests(artifacts.find_by_client_id("client-of-hidden")->value().id)
                ->front();
        const auto file = **files.find(run.id, marker + ".csv");
        return {"vision",
                project_name,
                "hidden-run",
                node_id("Run", run.id.value),
                node_id("File", file.id.value),
                artifact,
                node_id("ArtifactCollection", collection.id.value),
                node_id("ArtifactManifest", manifest.id.value),
                "client-of-hidden",
                marker + "-set",
                node_id("User", ids.at("max").value),
                node_id("ApiKey", keys.list(ids.at("mia"))->front().id.value)};
    }
    // The same request for things that are not there, in this team or in none.
    static Names missing(const std::string& team) {
        return {team,
                "no-project",
                "absent-run",
                node_id("Run", 987654),
                node_id("File", 987654),
                node_id("Artifact", 987654),
                node_id("ArtifactCollection", 987654),
                node_id("ArtifactManifest", 987654),
                "client-of-nothing",
                "no-such-set",
                node_id("User", 987654),
                node_id("ApiKey", 987654)};
    }

    // Everything that can be read of the project, for whoever may.
    std::string whole() {
        std::string text;
        for (const Sample& sample : query_samples())
            if (sample.tells) text += graphql(sample.document, sample.variables(there), alice).body;
        // Addresses end with the clock and are signed; the clock stands still here.
        return text + graphql(team_query, {{"name", "vision"}}, keys_of["vera"]).body;
    }

    Reply ask(const Sample& sample, const Names& names, const std::string& key) {
        return graphql(sample.document, sample.variables(names), key);
    }

    std::string project_name;
    Names there;
};

std::vector<std::string_view> names(const std::vector<Sample>& samples) {
    std::vector<std::string_view> found;
    for (const Sample& sample : samples)
        found.push_back(sample.name);
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<Sample> all_samples() {
    std::vector<Sample> all = query_samples();
    for (Sample& sample : mutation_samples())
        all.push_back(std::move(sample));
    return all;
}

std::string told(const Reply& reply) {
    return std::to_string(reply.status) + " " + reply.body;
}

// Nothing comes back, and it looks as if there were nothing.
void check_blind(Hidden& world, const std::string& who, const std::string& key,
                 const std::vector<Names>& absent, const std::vector<Sample>& samples) {
    CAPTURE(who);
    for (const Sample& sample : samples) {
        CAPTURE(sample.name);
        const Reply reply = world.ask(sample, world.there, key);
        const std::string answer = world.there.without(told(reply));
        CHECK_MESSAGE(answer.find(marker) == std::string::npos, answer);
        CHECK_MESSAGE(answer.find("/storage/") == std::string::npos, answer);
        for (const Names& names : absent)
            CHECK(answer == names.without(told(world.ask(sample, names, key))));
    }
}

}  // namespace

TEST_CASE("there is a sample for every root field") {
    CHECK(names(query_samples()) == wandb::query_names());
    CHECK(names(mutation_samples()) == wandb::mutation_names());
}

TEST_CASE("what is tried on strangers works for a member") {
    for (const Sample& sample : query_samples()) {
        Hidden world;
        CAPTURE(sample.name);
        const Reply reply = world.ask(sample, world.there, world.alice);
        CHECK(reply.status == 200);
        CHECK_FALSE(reply.parsed().contains("errors"));
        if (sample.tells) CHECK_MESSAGE(reply.body.find(marker) != std::string::npos, reply.body);
    }
    for (const Sample& sample : mutation_samples()) {
        if (sample.name == "createUser" || sample.name == "createTeam") continue;
        Hidden world;
        CAPTURE(sample.name);
        world.enrol("mia", TeamWorld::vision, permissions::Role::admin);
        const Reply reply = world.ask(sample, world.there, world.alice);
        CHECK_MESSAGE(reply.status == 200, reply.body);
    }
}

TEST_CASE("strangers get nothing from any root field, and cannot tell hidden from missing") {
    Hidden world;
    const std::string before = world.whole();
    const std::vector<Names> absent{Hidden::missing("vision"), Hidden::missing("no-such")};
    check_blind(world, "anonymous", "", absent, all_samples());
    check_blind(world, "somebody with a wrong key", std::string(40, 'x'), absent, all_samples());
    std::vector<Sample> samples = all_samples();
    // What everybody may do for himself: make a key of one's own, look for a user.
    std::erase_if(samples, [](const Sample& one) { return one.name == "generateApiKey"; });
    for (const char* who : {"nils", "otto", "drummer"})
        check_blind(world, who, world.keys_of[who], absent, samples);
    check_blind(world, "nils, reading", world.bound_key("nils", {}, {}, true), absent, samples);
    CHECK(world.whole() == before);
}

TEST_CASE("an instance admin sees the team and nothing of its projects") {
    Hidden world;
    const std::string before = world.whole();
    std::vector<Sample> samples = all_samples();
    std::erase_if(samples,
                  [](const Sample& one) { return one.of_instance || one.name == "deleteInvite"; });
    check_blind(world, "root", world.keys_of["root"], {Hidden::missing("vision")}, samples);
    CHECK(world.whole() == before);
}

TEST_CASE("the keys of somebody who is view-only get nothing and are told why") {
    Hidden world;
    const std::string before = world.whole();
    const std::string key = world.keys_of["viola"];
    check_blind(world, "viola", key, {Hidden::missing("vision")}, all_samples());
    for (const char* name : {"upsertBucket", "upsertModel", "createArtifact", "createRunFiles",
                             "rewindRun", "createInvite", "createServiceAccount"}) {
        for (const Sample& sample : mutation_samples()) {
            if (sample.name != name) continue;
            const Reply reply = world.ask(sample, world.there, key);
            CHECK(reply.status == 403);
            CHECK(reply.message().find("viola is view-only in vision") != std::string::npos);
        }
    }
    CHECK(world.whole() == before);
}

TEST_CASE("a key for another team gets nothing, whoever's it is") {
    Hidden world;
    world.enrol("mia", TeamWorld::audio, permissions::Role::member);
    const std::string before = world.whole();
    const std::string key = world.bound_key("mia", TeamWorld::audio);
    std::vector<Sample> samples = all_samples();
    check_blind(world, "mia for audio", key,
                {Hidden::missing("vision"), Hidden::missing("no-such")}, samples);
    CHECK(world.whole() == before);
}

TEST_CASE("a member who was not added to a restricted project reads nothing of it") {
    Hidden world("secret");
    const std::string before = world.whole();
    Names absent = Hidden::missing("vision");
    absent.member_id = world.there.member_id;  // they see themselves
    for (const char* who : {"max", "vera", "bot", "fleet"})
        check_blind(world, who, world.keys_of[who], {absent}, query_samples());
    CHECK(world.whole() == before);
}

TEST_CASE("a key that only reads changes nothing, by any root field") {
    Hidden world;
    const std::string before = world.whole();
    const std::string key = world.bound_key("mia", {}, {}, true);
    for (const Sample& sample : query_samples()) {
        CAPTURE(sample.name);
        const Reply reply = world.ask(sample, world.there, key);
        CHECK(reply.status == 200);
        if (sample.tells) CHECK(reply.body.find(marker) != std::string::npos);
    }
    for (const Sample& sample : mutation_samples()) {
        CAPTURE(sample.name);
        const Reply reply = world.ask(sample, world.there, key);
        CHECK_MESSAGE((reply.status == 403 || reply.status == 404), reply.body);
        CHECK(reply.body.find("/storage/") == std::string::npos);
    }
    CHECK(world.whole() == before);
}
