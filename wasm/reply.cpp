// SPDX-License-Identifier: Apache-2.0
#include "wasm/reply.h"

#include "wasm/messages.h"

namespace ensemble::wasm {

Reply failed(const Error& error) {
    ReplyWriter out;
    out.text(name(error.code));
    out.text(error.detail);
    return Reply{Status::failed, out.take()};
}

Reply cut_off() {
    return failed(Error{ErrorCode::bad_request, "the request is cut off"});
}

}  // namespace ensemble::wasm
