// SPDX-License-Identifier: Apache-2.0
#include "daemon/blobs/folder_writer.h"

#include <unistd.h>

#include <cerrno>

namespace ensemble::blobs {

Result<void> FolderWriter::write(std::string_view bytes) {
    if (path_.empty()) return fail(ErrorCode::io_error, "The upload has ended.");
    if (auto done = write_all(*file_, bytes); !done) {
        // The space is wanted by others now, not when the caller gets round to it.
        discard();
        return done;
    }
    digests_.add(bytes);
    bytes_ += bytes.size();
    return {};
}

Result<Blob> FolderWriter::finish() {
    if (path_.empty()) return fail(ErrorCode::io_error, "The upload has ended.");
    auto [sha256, md5] = digests_.finish();
    if (!is_digest(sha256)) return fail(ErrorCode::internal, "The content has no digest.");
    Blob blob{std::move(sha256), std::move(md5), bytes_};
    auto stored = folder_.stored_again(blob);
    if (!stored || *stored) {
        discard();
        if (!stored) return stored.error();
        return blob;
    }
    auto moved = ::fsync(*file_) == 0 ? folder_.take_in(path_, blob)
                                      : Result<void>(system_error("Syncing an upload", errno));
    if (!moved) {
        discard();
        return moved.error();
    }
    path_.clear();
    file_.reset();
    return blob;
}

void FolderWriter::discard() {
    if (path_.empty()) return;
    file_.reset();
    ::unlink(path_.c_str());
    path_.clear();
}

}  // namespace ensemble::blobs
