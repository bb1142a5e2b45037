// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "daemon/http/message.h"
#include "shared/base/error.h"

namespace ensemble::http {

// The only place where error codes become HTTP statuses.
int status_of(ErrorCode code);

std::string_view reason_phrase(int status);

// {"errors":[{"message":"…","code":"not_found"}]}: the form that training scripts and pages read.
// Transient errors carry Retry-After.
Response error_response(const Error& error);
// The same with a status that no error code stands for, e.g. 405 or 431.
Response error_response(int status, const Error& error);

}  // namespace ensemble::http
