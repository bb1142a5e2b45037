// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/graphql/document.h"
#include "shared/base/result.h"

namespace ensemble::graphql {

// Refuses an operation whose fragments are missing or spread themselves, or which is deeper or
// wider than limits::graphql_depth_max and graphql_fields_max once every fragment is put in its
// place. Takes time in proportion to the text, however often fragments repeat.
Result<void> check_cost(const Document& document, const Operation& operation);

}  // namespace ensemble::graphql
