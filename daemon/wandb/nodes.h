// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "daemon/wandb/access.h"

// People, teams and projects as GraphQL objects, and the connections that lists come in.
namespace ensemble::wandb {

struct UserNode {
    Session& session;
    teams::User user;
};
Value user_value(Session& session, teams::User user);

struct TeamNode {
    Session& session;
    teams::Team team;
};
Value team_value(Session& session, teams::Team team);

struct ProjectNode {
    Session& session;
    std::shared_ptr<const Place> place;
};
Value project_value(Session& session, std::shared_ptr<const Place> place);

// One page of a list: edges with nodes and cursors. Clients go on after the last edge's cursor, or
// after endCursor; they are the same here.
struct Page {
    std::vector<graphql::Members> edges;  // each with "node" and "cursor", and what else it needs
    bool more = false;
    std::int64_t total = -1;  // left out when negative
};
Value connection(Page page);

// A list that comes whole, without page information.
Value edges(List nodes);

// "first" and "after" of a list that is paged by position. `after` is the position of the last
// item seen, counted from one, as text.
struct Window {
    std::size_t begin = 0;
    std::size_t end = 0;
};
Window window(const Arguments& arguments, std::size_t items, std::size_t page_default);

// The page of `window` over items that are made on demand.
template <class Make>
Page page(const Window& window, std::size_t items, Make make) {
    Page made;
    for (std::size_t i = window.begin; i < window.end; ++i)
        made.edges.push_back({{"node", make(i)}, {"cursor", std::to_string(i + 1)}});
    made.more = window.end < items;
    made.total = static_cast<std::int64_t>(items);
    return made;
}

}  // namespace ensemble::wandb
