// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "daemon/http/message.h"
#include "daemon/http/router.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ensemble;

http::Router make_router() {
    http::Router router;
    for (const char* pattern :
         {"/files/{team}/{project}/{run}/file_stream", "/api/runs/{team}/{project}/{run}",
          "/api/runs/{team}/{project}/{run}/files/{name...}", "/graphql", "/{rest...}"}) {
        http::Route route;
        route.method = "POST";
        route.pattern = pattern;
        router.add(std::move(route));
    }
    return router;
}

}  // namespace

// Target, query, cookies and ranges of names as a client sends them.
void ensemble::fuzz::one_input(std::string_view bytes) {
    static const http::Router router = make_router();
    const std::string path = "/" + std::string(bytes);
    for (const char* method : {"POST", "GET"}) {
        const http::Router::Match match = router.find(method, path);
        for (const std::string& param : match.params)
            law(param.size() <= path.size());
    }
    http::Request request;
    request.query = bytes;
    for (const char* name : {"a", "first", ""})
        (void)request.parameter(name);
    request.headers = {{"Cookie", std::string(bytes)}, {"Host", std::string(bytes)}};
    (void)request.cookie("ensemble_session");
    (void)request.origin();
}
