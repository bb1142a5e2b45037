// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "shared/records/rows.h"
#include "shared/records/verdict.h"

// What does not fit one column, as JSON text. Reading takes from a text as much as makes sense.
namespace ensemble::storage {

// A list of their names, e.g. ["run:delete_own"]. Names that are not known add nothing.
std::string actions_to_text(const permissions::ActionSet& actions);
permissions::ActionSet actions_from_text(const std::string& text);

// [{"title": …, "url": …}, …]
std::string links_to_text(const std::vector<records::Link>& links);
std::vector<records::Link> links_from_text(const std::string& text);

// [7, 9]
std::string showcase_to_text(const std::vector<ProjectId>& projects);
std::vector<ProjectId> showcase_from_text(const std::string& text);

// {"code": "forbidden", "rule": "role_lacks" ("" but of this code), "needed": "admin", "field": …,
// "value": …,
//  "changed_by": 7, "changed_at_ms": …}
std::string refused_to_text(const records::Refused& refused);
records::Refused refused_from_text(const std::string& text);

}  // namespace ensemble::storage
