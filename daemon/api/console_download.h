// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/api/api.h"

namespace ensemble::api {

// Answers with the text of all console lines of a run, a line each. It is put together in a file
// without a name, some lines in every turn of the core thread, so that a long console holds
// nobody up and takes no memory. Call it on the core thread; 503 when there is no room for it.
void download_console(Rooms& rooms, RunId run, http::Reply reply);

}  // namespace ensemble::api
