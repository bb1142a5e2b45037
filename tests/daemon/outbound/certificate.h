// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/support/temporary_directory.h"

namespace ensemble::tests {

// A self-signed certificate for 127.0.0.1 in a folder of its own.
class Certificate {
public:
    Certificate();
    std::string certificate_path() const { return folder_.path() + "/certificate.pem"; }
    std::string key_path() const { return folder_.path() + "/key.pem"; }

private:
    TemporaryDirectory folder_;
};

}  // namespace ensemble::tests
