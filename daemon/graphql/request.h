// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "daemon/graphql/document.h"
#include "daemon/graphql/input.h"
#include "shared/base/result.h"

namespace ensemble::graphql {

// One request, read and checked: what is left is to execute it.
struct Request {
    std::string query;  // the document points into it
    Input variables;    // an object
    Document document;
    const Operation* operation = nullptr;  // the chosen one, in `document`

    Request() = default;
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
};

// Reads {"query": …, "variables"?: …, "operationName"?: …}. An empty operation name counts as
// absent. Pure; meant for a network thread. bad_request, or too_large over a limit.
Result<std::shared_ptr<Request>> read_request(std::string_view body);

}  // namespace ensemble::graphql
