// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/graphql/request.h"
#include "daemon/graphql/value.h"
#include "shared/base/error.h"

namespace ensemble::graphql {

struct Roots {
    ObjectPtr query;
    ObjectPtr mutation;
    // Told of fields that nobody resolves. They are answered with null, since scripts of other
    // versions may ask for more than we know; unknown mutations are refused.
    std::function<void(std::string_view type, std::string_view field)> unknown;
};

struct Answer {
    std::string body;            // {"data": …} with "errors" in front when there are any
    std::optional<Error> error;  // the first one
};

Answer execute(const Request& request, const Roots& roots);

// {"errors":[{"message": …}],"data":null}
std::string refusal_body(std::string_view message);

}  // namespace ensemble::graphql
