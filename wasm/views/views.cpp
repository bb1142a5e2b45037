// SPDX-License-Identifier: Apache-2.0
#include "wasm/views/views.h"

#include <array>

#include "shared/base/limits.h"
#include "wasm/views/pages.h"

namespace ensemble::wasm::views {

namespace {

struct Named {
    std::string_view name;
    void (*write)(Page&);
};

constexpr std::array<Named, 15> all{{{"me", me},
                                     {"pending", pending},
                                     {"overtaken", overtaken},
                                     {"team", team},
                                     {"roles", roles},
                                     {"users", users},
                                     {"teams", teams},
                                     {"projects", projects},
                                     {"project", project},
                                     {"runs", runs},
                                     {"may", may},
                                     {"who_can", who_can},
                                     {"what_if", what_if},
                                     {"catalogue", catalogue},
                                     {"grants", grants}}};

}  // namespace

Result<std::string> view(const sync::Replica& replica, std::string_view name,
                         std::string_view parameters, Instant now) {
    const json::Bounds bounds{.bytes_max = limits::page_body_bytes_max,
                              .depth_max = limits::sync_depth_max,
                              .members_max = limits::sync_members_max};
    const auto document = json::Document::parse(parameters, bounds);
    if (!document) return document.error();
    Error error;
    const json::Reader asked(*document, error);
    for (const Named& one : all) {
        if (one.name != name) continue;
        std::string text;
        json::Writer out(text);
        const json::Reader as_role = asked.member("as_role");
        const records::State through = look_through(as_role, replica, now);
        Page page{replica, as_role.is_there() ? through : replica.view(), asked, out, now};
        one.write(page);
        if (!error.detail.empty()) return error;
        return text;
    }
    return fail(ErrorCode::not_found, "there is no such view");
}

}  // namespace ensemble::wasm::views
