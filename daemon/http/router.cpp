// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/router.h"

#include <algorithm>
#include <utility>

#include "shared/base/encoding.h"

namespace ensemble::http {

namespace {

bool is_text(std::string_view bytes) {
    return bytes.find('\0') == std::string_view::npos && valid_utf8(bytes);
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    while (true) {
        const std::size_t slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

}  // namespace

struct Router::Search {
    std::string_view method;
    std::string path;                        // without the first slash; unescaped
    std::vector<std::string_view> segments;  // of the path; unescaped ones point into `unescaped`
    std::vector<std::size_t> offsets;        // where each segment begins in the unescaped path
    std::vector<std::string> taken;
    std::vector<std::string>* methods = nullptr;  // collects them instead of looking for one
    Match match;

    // False when the path is not something that any route could mean.
    bool open(std::string_view escaped);

private:
    std::vector<std::string> unescaped_;
};

bool Router::Search::open(std::string_view escaped) {
    if (!escaped.starts_with('/')) return false;
    segments = split(escaped.substr(1));
    const bool plain = escaped.find('%') == std::string_view::npos;
    if (!plain) unescaped_.reserve(segments.size());
    for (std::string_view& segment : segments) {
        if (!plain) {
            std::optional<std::string> bytes = percent_decode(segment);
            match.bad_escape = !bytes;
            if (!bytes) return false;
            segment = unescaped_.emplace_back(std::move(*bytes));
        }
        offsets.push_back(path.size());
        path.append(segment) += '/';
    }
    path.pop_back();
    match.bad_escape = !is_text(path);
    return !match.bad_escape;
}

void Router::add(Route route) {
    std::size_t node = 0;
    for (const std::string_view segment : split(std::string_view(route.pattern).substr(1)))
        node = child(node, segment);
    nodes_[node].routes[route.method] = routes_.size();
    routes_.push_back(std::move(route));
}

std::size_t Router::child(std::size_t node, std::string_view segment) {
    const std::size_t fresh = nodes_.size();
    std::size_t found = 0;
    if (is_parameter(segment)) {
        std::size_t& slot = segment.ends_with("...}") ? nodes_[node].rest : nodes_[node].one;
        if (slot == 0) slot = fresh;
        found = slot;
    } else {
        found = nodes_[node].plain.try_emplace(std::string(segment), fresh).first->second;
    }
    if (found == fresh) nodes_.emplace_back();
    return found;
}

// Whether a route that fits lies below; `search.taken` then holds its parameters.
bool Router::descend(Search& search, std::size_t node, std::size_t segment) const {
    const Node& here = nodes_[node];
    if (segment == search.segments.size()) return arrive(search, node);
    const std::string_view name = search.segments[segment];
    if (const auto plain = here.plain.find(name); plain != here.plain.end()) {
        if (descend(search, plain->second, segment + 1)) return true;
    }
    if (here.one != 0 && !name.empty()) {
        search.taken.emplace_back(name);
        if (descend(search, here.one, segment + 1)) return true;
        search.taken.pop_back();
    }
    if (here.rest != 0) {
        search.taken.push_back(search.path.substr(search.offsets[segment]));
        if (arrive(search, here.rest)) return true;
        search.taken.pop_back();
    }
    return false;
}

bool Router::arrive(Search& search, std::size_t node) const {
    const auto& routes = nodes_[node].routes;
    if (search.methods != nullptr) {
        for (const auto& [method, index] : routes)
            search.methods->push_back(method);
        return false;
    }
    auto found = routes.find(search.method);
    if (found == routes.end() && search.method == "HEAD") found = routes.find("GET");
    if (found == routes.end()) {
        search.match.other_method = search.match.other_method || !routes.empty();
        return false;
    }
    search.match.route = &routes_[found->second];
    return true;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
    Search search;
    search.method = method;
    if (search.open(path) && descend(search, 0, 0)) {
        search.match.params = std::move(search.taken);
        search.match.other_method = false;
    }
    return std::move(search.match);
}

std::vector<std::string> Router::methods(std::string_view path) const {
    std::vector<std::string> found;
    Search search;
    search.methods = &found;
    if (!search.open(path)) return found;
    descend(search, 0, 0);
    if (std::find(found.begin(), found.end(), "GET") != found.end()) found.push_back("HEAD");
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace ensemble::http
