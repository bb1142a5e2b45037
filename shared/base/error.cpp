// SPDX-License-Identifier: Apache-2.0
#include "shared/base/error.h"

namespace ensemble {

std::string_view name(ErrorCode code) {
    switch (code) {
    case ErrorCode::bad_request:
        return "bad_request";
    case ErrorCode::unauthenticated:
        return "unauthenticated";
    case ErrorCode::forbidden:
        return "forbidden";
    case ErrorCode::not_found:
        return "not_found";
    case ErrorCode::conflict:
        return "conflict";
    case ErrorCode::gone:
        return "gone";
    case ErrorCode::too_large:
        return "too_large";
    case ErrorCode::unsupported:
        return "unsupported";
    case ErrorCode::rate_limited:
        return "rate_limited";
    case ErrorCode::disk_full:
        return "disk_full";
    case ErrorCode::unavailable:
        return "unavailable";
    case ErrorCode::io_error:
        return "io_error";
    case ErrorCode::corrupt:
        return "corrupt";
    case ErrorCode::newer_version:
        return "newer_version";
    case ErrorCode::in_use:
        return "in_use";
    case ErrorCode::internal:
        return "internal";
    }
    return "internal";
}

bool transient(ErrorCode code) {
    return code == ErrorCode::rate_limited || code == ErrorCode::disk_full ||
           code == ErrorCode::unavailable;
}

}  // namespace ensemble
