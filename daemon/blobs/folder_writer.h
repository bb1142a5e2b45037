// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "daemon/blobs/digests.h"
#include "daemon/blobs/files.h"
#include "daemon/blobs/folder.h"

namespace ensemble::blobs {

class FolderWriter final : public Writer {
public:
    FolderWriter(Folder& folder, std::string path, Descriptor file, Digests digests)
        : folder_(folder), path_(std::move(path)), file_(std::move(file)),
          digests_(std::move(digests)) {}
    ~FolderWriter() override { discard(); }

    Result<void> write(std::string_view bytes) override;
    Result<Blob> finish() override;

private:
    void discard();

    Folder& folder_;
    std::string path_;  // "" once the file has moved or is gone
    Descriptor file_;
    Digests digests_;
    std::uint64_t bytes_ = 0;
};

}  // namespace ensemble::blobs
