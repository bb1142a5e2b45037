// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/status.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/transfer.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

// The bytes go to disk as they arrive; which thing they are is settled on the core thread.
class UploadSink final : public http::BodySink {
public:
    UploadSink(Address address, std::unique_ptr<blobs::Writer> writer)
        : address_(std::move(address)), writer_(std::move(writer)) {}

    Result<void> write(std::string_view bytes) override { return writer_->write(bytes); }
    Result<void> finish() override {
        auto blob = writer_->finish();
        if (!blob) return blob.error();
        blob_ = std::move(*blob);
        return {};
    }

    const Address& address() const { return address_; }
    const blobs::Blob& blob() const { return blob_; }

private:
    Address address_;
    std::unique_ptr<blobs::Writer> writer_;
    blobs::Blob blob_;
};

Result<std::shared_ptr<http::BodySink>> make_sink(const Context& context,
                                                  const http::Request& request) {
    auto address = read_address(context, "PUT", request.params.at(0));
    if (!address) return address.error();
    if (address->kind == Address::Kind::manifest && request.body_bytes > limits::manifest_bytes_max)
        return fail(ErrorCode::too_large, "The manifest is too large");
    auto writer = context.rooms.blobs.start();
    if (!writer) return writer.error();
    return std::shared_ptr<http::BodySink>(
        std::make_shared<UploadSink>(std::move(*address), std::move(*writer)));
}

Result<void> take_run_file(Context& context, const Address& address, const blobs::Blob& blob) {
    auto run = context.rooms.runs.find(RunId{address.id});
    if (!run) return run.error();
    if (!*run) return fail(ErrorCode::not_found, "The run of this file was deleted");
    auto name = file_name(address.name);
    if (!name) return name.error();
    storage::RunFile file;
    file.run = RunId{address.id};
    file.name = *name;
    file.digest = blob.digest;
    file.md5 = blob.md5;
    file.bytes = blob.bytes;
    file.media_type = std::string(media_type(*name));
    file.updated_at = context.options.now();
    auto put = context.rooms.files.put(file);
    if (!put) return put.error();
    context.recorded(**run);
    return {};
}

Result<void> take_artifact_file(Context& context, const Address& address, const blobs::Blob& blob) {
    const auto md5 = from_base64(blob.md5);
    if (!md5 || hex(*md5) != address.name)
        return fail(ErrorCode::bad_request, "The content does not have the MD5 that was announced");
    return context.rooms.artifacts.add_upload(ArtifactId{address.id}, blob.md5, blob.digest,
                                              blob.bytes);
}

Result<void> take_manifest(Context& context, const Address& address, const blobs::Blob& blob) {
    auto manifest = context.rooms.artifacts.find_manifest(ManifestId{address.id});
    if (!manifest) return manifest.error();
    if (!*manifest) return fail(ErrorCode::not_found, "The manifest is not known");
    if (blob.bytes > limits::manifest_bytes_max)
        return fail(ErrorCode::too_large, "The manifest is too large");
    auto artifact = context.rooms.artifacts.find((*manifest)->artifact);
    if (!artifact) return artifact.error();
    // What is committed stays as it is; a repeated upload changes nothing.
    if (!*artifact || (*artifact)->state != storage::ArtifactState::pending) return {};
    (*manifest)->digest = blob.digest;
    return context.rooms.artifacts.update_manifest(**manifest);
}

Result<void> take(Context& context, const UploadSink& sink) {
    switch (sink.address().kind) {
    case Address::Kind::run_file:
        return take_run_file(context, sink.address(), sink.blob());
    case Address::Kind::artifact_file:
        return take_artifact_file(context, sink.address(), sink.blob());
    case Address::Kind::manifest:
        return take_manifest(context, sink.address(), sink.blob());
    case Address::Kind::blob:
        break;
    }
    return fail(ErrorCode::forbidden, "Nothing is uploaded here");
}

http::Response store(Context& context, const http::Request& request) {
    const auto sink = std::dynamic_pointer_cast<UploadSink>(request.sink);
    if (sink == nullptr)
        return http::error_response(fail(ErrorCode::internal, "The upload has no sink"));
    auto done = check_still_allowed(context, "PUT", sink->address());
    if (done) done = take(context, *sink);
    if (!done) return http::error_response(done.error());
    http::Response response = http::text(200, "");
    response.headers.emplace_back("ETag",
                                  "\"" + hex(from_base64(sink->blob().md5).value_or("")) + "\"");
    return response;
}

}  // namespace

void add_upload_routes(http::Router& router, Context& context) {
    http::Route route;
    route.method = "PUT";
    route.pattern = "/storage/{token...}";
    route.body_bytes_max = limits::upload_bytes_max;
    route.sink = [&context](const http::Request& request) { return make_sink(context, request); };
    route.handler = [&context](http::Request&& request, http::Reply reply) {
        reply(store(context, request));
    };
    router.add(std::move(route));
}

}  // namespace ensemble::wandb
