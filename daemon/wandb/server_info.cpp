// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/server_info.h"

namespace ensemble::wandb {

using graphql::record;

Outcome server_info(const Root&, const Arguments&) {
    // What clients may send us because we understand it; see docs/wandb.md.
    static constexpr std::string_view features[] = {
        "CLIENT_IDS",
        "LARGE_FILENAMES",
        "ARTIFACT_TAGS",
        "TOTAL_COUNT_IN_FILE_CONNECTION",
        "ARTIFACT_COLLECTION_MEMBERSHIP_FILES",
        "ARTIFACT_COLLECTION_MEMBERSHIP_FILE_DOWNLOAD_HANDLER",
        "ARTIFACT_V2_DOWNLOAD_HANDLER_SUPPORTS_ARTIFACT_ID",
        "PROJECT_ARTIFACT_COLLECTION_MEMBERSHIP",
        "USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION",
        "FILESTREAM_GZIP",
        "STRUCTURED_CONSOLE_LOGS",
        "UPDATE_RUN_STATE",
    };
    List list;
    for (const std::string_view feature : features)
        list.push_back(record("ServerFeature", {{"name", feature}, {"isEnabled", true}}));
    return record(
        "ServerInfo",
        {{"features", std::move(list)},
         {"cliVersionInfo", RawJson{R"({"max_cli_version":"99.0.0","min_cli_version":"0.0.1"})"}},
         {"latestLocalVersionInfo", Value()}});
}

}  // namespace ensemble::wandb
