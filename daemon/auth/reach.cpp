// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/reach.h"

namespace ensemble::auth {

namespace {

// What bounds the key, "" when nothing does.
std::string_view bound(const Caller& caller) {
    const records::Asker& asker = caller.asker;
    if (asker.key == permissions::Key::session) return "";
    if (asker.key == permissions::Key::read_only) return "only reads";
    if (asker.key_project) return "is for one project";
    if (asker.key_team) return "is for one team";
    return caller.ends_at ? "ends some day" : "";
}

}  // namespace

bool bounded(const Caller& caller) {
    return !bound(caller).empty();
}

Result<void> check_reach(const Caller& caller) {
    const std::string_view found = bound(caller);
    if (found.empty()) return {};
    return fail(ErrorCode::forbidden,
                "This API key " + std::string(found) +
                    ", and such keys neither make nor change keys. Sign in, or use one without "
                    "bounds.");
}

}  // namespace ensemble::auth
