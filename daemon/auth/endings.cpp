// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/endings.h"

#include <utility>

namespace ensemble::auth {

void Endings::ended(UserId user, std::string_view credential) const {
    if (told_) told_(user, credential);
}

void Endings::expect(Instant end, UserId user, std::string credential) {
    expected_.insert({end.ms, user, std::move(credential)});
}

void Endings::flush(Instant now) {
    while (!expected_.empty() && std::get<0>(*expected_.begin()) <= now.ms) {
        const auto due = expected_.extract(expected_.begin());
        ended(std::get<1>(due.value()), std::get<2>(due.value()));
    }
}

}  // namespace ensemble::auth
