// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace ensemble::outbound {

// The media type, without parameters, when it is one of image/svg+xml, image/png, image/gif,
// image/webp and image/jpeg and the bytes look like it; unsupported otherwise.
Result<std::string> image_type(std::string_view content_type, std::string_view bytes);

}  // namespace ensemble::outbound
