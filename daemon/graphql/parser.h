// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "daemon/graphql/document.h"
#include "shared/base/result.h"

namespace ensemble::graphql {

// Reads a document of operations and fragments; type system definitions are refused. Nesting of
// selections and values is bounded by limits::graphql_depth_max. `text` must outlive the document.
Result<Document> parse(std::string_view text);

}  // namespace ensemble::graphql
