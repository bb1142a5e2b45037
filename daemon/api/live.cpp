// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/door.h"

namespace ensemble::api {

void add_live_routes(http::Router& router, Rooms& rooms) {
    http::Route route;
    route.method = "GET";
    route.pattern = "/api/live";
    route.open_socket =
        [&rooms](
            const http::Request& request,
            std::shared_ptr<http::Mailbox> mailbox) -> Result<std::shared_ptr<http::SocketPeer>> {
        auto who = rooms.accounts.identify(request, auth::Accounts::Allow::either, rooms.now());
        if (!who) return who.error();
        rooms.accounts.stays_open(*who);
        return rooms.hub.open(who->asker, who->credential(), std::move(mailbox));
    };
    router.add(std::move(route));
}

}  // namespace ensemble::api
