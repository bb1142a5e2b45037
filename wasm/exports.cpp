// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "wasm/core.h"

// The four functions the page can call. The page allocates a request, fills it, calls, frees it,
// and copies the reply before the next call.
namespace {

ensemble::wasm::Core& core() {
    static auto* instance = new ensemble::wasm::Core;
    return *instance;
}

// u32 bytes, u32 0, then the reply; malloc gives it the alignment that its numbers need.
char* last_reply = nullptr;

}  // namespace

extern "C" {

[[clang::export_name("alloc")]] void* core_alloc(std::uint32_t bytes) {
    return std::malloc(bytes == 0 ? 1 : bytes);
}

[[clang::export_name("free")]] void core_free(void* memory) {
    std::free(memory);
}

[[clang::export_name("call")]] std::uint32_t core_call(std::uint32_t op, const char* request,
                                                       std::uint32_t bytes) {
    std::free(last_reply);
    const ensemble::wasm::Reply reply = core().call(op, std::string_view(request, bytes));
    last_reply = static_cast<char*>(std::malloc(8 + reply.bytes.size()));
    if (last_reply == nullptr) std::abort();
    const auto size = static_cast<std::uint32_t>(reply.bytes.size());
    const std::uint32_t zero = 0;
    std::memcpy(last_reply, &size, 4);
    std::memcpy(last_reply + 4, &zero, 4);
    std::memcpy(last_reply + 8, reply.bytes.data(), reply.bytes.size());
    return static_cast<std::uint32_t>(reply.status);
}

[[clang::export_name("reply")]] const char* core_reply() {
    return last_reply;
}

}  // extern "C"
