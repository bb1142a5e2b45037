// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "wasm/core.h"
#include "wasm/messages.h"

using namespace ensemble;
using namespace ensemble::wasm;

namespace {

// What the page of ana, who steers the team vision, has on its disk.
const std::vector<std::string> disk{
    R"({"format":1,"kind":"scope","scope":"instance","version":9,"rows":[
        {"k":"custom_role","v":1,"id":50,"name":"Cleaner","base":"member","extra":["run:delete"]},
        {"k":"user","v":1,"id":3,"name":"ana","full_name":"Ana \"A\"","kind":"person","created_at_ms":1},
        {"k":"user","v":1,"id":4,"name":"mia","kind":"person","created_at_ms":1},
        {"k":"user","v":1,"id":5,"name":"gus","kind":"person","created_at_ms":1},
        {"k":"user","v":1,"id":6,"name":"root","kind":"person","admin":true,"created_at_ms":1},
        {"k":"user","v":1,"id":8,"name":"otto","kind":"person","created_at_ms":1},
        {"k":"user","v":1,"id":9,"name":"bot","kind":"team_service","home_team":7,"created_at_ms":1}]})",
    R"({"format":1,"kind":"scope","scope":"team:7","version":9,"rows":[
        {"k":"team","v":1,"id":7,"name":"vision","created_at_ms":1},
        {"k":"member","v":1,"team":7,"user":3,"role":{"base":"admin"},"joined_at_ms":1},
        {"k":"member","v":1,"team":7,"user":4,"role":{"base":"member","custom":50},"joined_at_ms":1},
        {"k":"member","v":1,"team":7,"user":9,"role":{"base":"member"},"joined_at_ms":1}]})",
    R"({"format":1,"kind":"scope","scope":"invites:7","version":9,"rows":[
        {"k":"invite","v":1,"id":60,"team":7,"email":"dina@lab.example","role":{"base":"member"},"inviter":3,"created_at_ms":1,"expires_at_ms":9000}]})",
    R"({"format":1,"kind":"scope","scope":"project:100","version":9,"rows":[
        {"k":"project","v":1,"id":100,"team":7,"name":"detector","visibility":"team","created_at_ms":1}]})",
    R"({"format":1,"kind":"scope","scope":"project:101","version":9,"rows":[
        {"k":"project","v":1,"id":101,"team":7,"name":"secret","author":3,"visibility":"restricted","created_at_ms":1},
        {"k":"project_member","v":1,"project":101,"user":4,"role":{"base":"none"}},
        {"k":"project_member","v":1,"project":101,"user":5,"role":{"base":"admin"}}]})"};

// The page of ana, or of somebody else who sees the same.
Core opened(int user = 3) {
    Core core;
    ReplyWriter out;
    out.text("client");
    out.text("device");
    std::vector<std::string> stored = disk;
    stored.push_back(R"({"format":1,"kind":"meta","device":"d","user":)" + std::to_string(user) +
                     R"(,"epoch":"e","contact_ms":77,"lease_hours":9})");
    out.texts(stored);
    const Reply reply = core.call(static_cast<std::uint32_t>(Op::sync_open), out.take());
    RequestReader in(reply.bytes);
    CHECK(in.text() == R"({"unreadable":[]})");
    return core;
}

std::string view(Core& core, std::string_view name, std::string_view asked) {
    ReplyWriter out;
    out.text(name);
    out.text(asked);
    out.f64(1000);
    const Reply reply = core.call(static_cast<std::uint32_t>(Op::sync_view), out.take());
    CHECK(reply.status == Status::fine);
    RequestReader in(reply.bytes);
    return std::string(in.text());
}

// As `write_user` has them.
std::string person(std::string_view id, std::string_view name, std::string_view full_name = "",
                   std::string_view service = "false") {
    std::string text = R"({"user":{"id":)";
    text.append(id).append(R"(,"name":")").append(name);
    text.append(R"(","full_name":")").append(full_name);
    text.append(R"(","avatar":"","service":)").append(service);
    return text + R"(,"active":true},)";
}

const std::string ana = person("3", "ana", R"(Ana \"A\")");
const std::string mia = person("4", "mia");
const std::string gus = person("5", "gus");
const std::string root = person("6", "root");
const std::string bot = person("9", "bot", "", "true");

}  // namespace

TEST_CASE("who can is told of members, guests and admins of the instance, with role and reason") {
    Core core = opened();
    const std::string admin = R"("role":{"base":"admin","custom":0,"name":""},)";
    const std::string cleaner = R"("role":{"base":"member","custom":50,"name":"Cleaner"},)";
    const std::string member = R"("role":{"base":"member","custom":0,"name":""},)";
    const std::string not_added =
        R"("decision":{"allowed":false,"rule":"not_added","needed":"admin"}})";
    const std::string no_member =
        R"("decision":{"allowed":false,"rule":"not_a_member","needed":"admin"}})";
    CHECK(view(core, "who_can", R"({"action":"run:delete","project":101})") ==
          "[" + ana + admin + not_added + "," + mia + cleaner +
              R"("decision":{"allowed":true,"rule":"team_extra"}},)" + gus +
              R"("decision":{"allowed":true,"rule":"project_role"}},)" + root + no_member + "," +
              bot + member + not_added + "]");

    const std::string not_theirs =
        R"("decision":{"allowed":false,"rule":"needs_instance_admin","needed":"none"}})";
    CHECK(view(core, "who_can", R"({"action":"org:configure","team":7})") ==
          "[" + ana + admin + not_theirs + "," + mia + cleaner + not_theirs + "," + root +
              R"("decision":{"allowed":true,"rule":"instance_admin"}},)" + bot + member +
              not_theirs + "]");
    CHECK(view(core, "who_can", R"({"action":"run:fly","team":7})") == "[]");
}

TEST_CASE("what if tells of those alone who would gain or lose something, place by place") {
    Core core = opened();
    const std::string loses = R"("gained":[],"lost":["run:delete"]})";
    CHECK(view(core, "what_if", R"({"team":7,"commands":[
              {"do":"change_role","team":7,"user":4,"role":{"base":"member"}},
              {"do":"set_project_role","project":101,"user":9,"role":{"base":"view_only"}}]})") ==
          R"({"verdicts":[{"accepted":true,"rule":"team_role"},)"
          R"({"accepted":true,"rule":"team_role"}],"people":[)" +
              mia + R"("project":0,"project_name":"",)" + loses + "," + mia +
              R"("project":100,"project_name":"detector",)" + loses + "," + mia +
              R"("project":101,"project_name":"secret",)" + loses + "," + bot +
              R"("project":101,"project_name":"secret","gained":["project:read","run:read",)"
              R"("sweep:read","workspace:read","report:read","report:comment","report:follow",)"
              R"("artifact:read","automation:read"],"lost":[]}],"contact_ms":77})");

    CHECK(view(core, "what_if", R"({"team":7,"commands":[
              {"do":"change_role","team":7,"user":4,"role":{"base":"member","custom":50}}]})") ==
          R"({"verdicts":[{"accepted":true,"rule":"team_role"}],"people":[],"contact_ms":77})");
}

// What ana, or who else has this disk, would see with the role.
std::string through(const std::string& asked, const std::string& role, int me = 3,
                    const std::string& commands = "") {
    return "{" + asked + R"(,"as_role":{"hold":{"do":"change_role","team":7,"user":)" +
           std::to_string(me) + R"(,"role":)" + role + R"(},"commands":[)" + commands + "]}}";
}

TEST_CASE("through a role one sees what somebody would who has nothing else in the team") {
    Core core = opened();
    const std::string deleting = R"("action":"run:delete","project":100)";
    const std::string allowed = R"({"allowed":true,"rule":"team_extra"})";
    const std::string denied = R"({"allowed":false,"rule":"not_creator","needed":"admin"})";
    const std::string cleaner = R"({"base":"member","custom":50})";
    CHECK(view(core, "may", through(deleting, R"({"base":"member"})")) == denied);
    CHECK(view(core, "may", through(deleting, cleaner)) == allowed);
    CHECK(view(core, "may", "{" + deleting + "}") == R"({"allowed":true,"rule":"team_role"})");
    CHECK(view(core, "may",
               through(R"("action":"run:create","project":100)", R"({"base":"view_only"})")) ==
          R"({"allowed":false,"rule":"role_lacks","needed":"member"})");
}

TEST_CASE("a role that is not saved yet is looked through as it would be") {
    Core core = opened(6);
    const std::string deleting = R"("action":"run:delete","project":100)";
    const std::string stopping = R"("action":"run:stop","project":100)";
    const std::string cleaner = R"({"base":"member","custom":50})";
    const std::string edit =
        R"({"do":"edit_role","role":50,"name":"Stopper","extra":["run:stop"]})";
    CHECK(view(core, "may", through(deleting, cleaner, 6, edit)) ==
          R"({"allowed":false,"rule":"not_creator","needed":"admin"})");
    CHECK(view(core, "may", through(stopping, cleaner, 6, edit)) ==
          R"({"allowed":true,"rule":"team_extra"})");
    // Nothing of it stays, and not even an admin of the instance looks further than the role.
    CHECK(view(core, "may", through(deleting, cleaner, 6)) ==
          R"({"allowed":true,"rule":"team_extra"})");
    CHECK(view(core, "may", through(R"("action":"org:configure")", cleaner, 6)) ==
          R"({"allowed":false,"rule":"needs_instance_admin","needed":"none"})");
}

TEST_CASE("through the eyes of an admin nobody may more than they may themselves") {
    Core core = opened(4);
    const std::string deleting = R"("action":"project:delete","project":100)";
    CHECK(view(core, "may", "{" + deleting + R"(,"as":3})") ==
          view(core, "may", "{" + deleting + "}"));
    CHECK(view(core, "may", R"({"action":"run:create","project":100,"as":3})") ==
          R"({"allowed":true,"rule":"team_role"})");
    CHECK(view(core, "may", through(deleting, R"({"base":"admin"})", 4)) ==
          view(core, "may", "{" + deleting + "}"));
}

TEST_CASE("other eyes see no project and no invite that is not theirs to see") {
    Core core = opened();
    const std::string seen = R"("project":{"k":"project","id":100)";
    const std::string secret = R"("project":{"k":"project","id":101)";
    const std::string invited = R"("email":"dina@lab.example")";
    const auto says = [&](const std::string& name, const std::string& asked,
                          const std::string& what) {
        return view(core, name, asked).find(what) != std::string::npos;
    };
    CHECK(says("projects", R"({"team":"vision"})", secret));
    CHECK(says("project", R"({"id":101})", secret));
    CHECK(says("team", R"({"name":"vision"})", invited));
    for (const std::string asked :
         {R"("as":9)", R"("as_role":{"hold":{"do":"change_role",)"
                       R"("team":7,"user":3,"role":{"base":"member"}},"commands":[]})"}) {
        CAPTURE(asked);
        CHECK(says("projects", R"({"team":"vision",)" + asked + "}", seen));
        CHECK_FALSE(says("projects", R"({"team":"vision",)" + asked + "}", secret));
        CHECK(view(core, "project", R"({"id":101,)" + asked + "}") == "null");
        CHECK_FALSE(says("team", R"({"name":"vision",)" + asked + "}", invited));
    }
    CHECK(says("project", R"({"id":101,"as":4})", secret));
}
