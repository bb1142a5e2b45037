// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/manifest.h"

#include <string>

#include "tests/fuzz/fuzz.h"

// An artifact's manifest: what is read is written so that it reads the same, and no path leads out.
void ensemble::fuzz::one_input(std::string_view bytes) {
    auto manifest = wandb::read_manifest(bytes);
    if (!manifest) return;
    const auto again = wandb::read_manifest(manifest->text());
    law(static_cast<bool>(again) && again->entries.size() == manifest->entries.size());
    for (const auto& [path, entry] : manifest->entries) {
        law(path != ".." && !path.starts_with("../") && !path.starts_with("/"));
        law(path.find("/../") == std::string::npos && path.find('\0') == std::string::npos);
        const auto same = again->entries.find(path);
        law(same != again->entries.end() && same->second.md5 == entry.md5 &&
            same->second.bytes == entry.bytes && same->second.ref == entry.ref);
    }
    manifest->merge(std::move(*wandb::read_manifest(bytes)));
    law(manifest->entries.size() == again->entries.size());
}
