// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "daemon/auth/accounts.h"
#include "daemon/blobs/blob_store.h"
#include "daemon/http/router.h"
#include "daemon/live/hub.h"
#include "daemon/recording/recorder.h"
#include "daemon/run_index/run_index.h"
#include "daemon/storage/activity_store.h"
#include "daemon/storage/artifact_store.h"
#include "daemon/storage/audit_log.h"
#include "daemon/storage/control_store.h"
#include "daemon/storage/trash_store.h"
#include "daemon/sync/authority.h"
#include "daemon/sync/page_sessions.h"

namespace ensemble::api {

// What the page's doors need of the rest of the house. All of it outlives the routes and, unless
// said otherwise, belongs to the core thread.
struct Rooms {
    auth::Accounts& accounts;
    sync::Authority& authority;
    storage::UserStore& users;
    storage::KeyStore& keys;
    storage::ProjectStore& projects;
    storage::RunStore& runs;
    storage::FileStore& files;
    storage::ArtifactStore& artifacts;
    recording::Recorder& recorder;
    blobs::BlobStore& blobs;  // thread-safe
    run_index::RunIndex& index;
    live::Hub& hub;
    sync::PageSessions& pages;
    storage::AuditLog& audit;
    storage::TrashStore& trash;
    storage::ActivityStore& activity;
    std::function<Instant()> now;
    // Runs slow work that touches nothing of the core (password hashing) on another thread, and
    // tasks on the core thread.
    std::function<void(std::function<void()>)> in_background;
    std::function<void(std::function<void()>)> on_core;
    // Fetches a picture of another host, so that visitors need not; see outbound::ImageFetcher.
    struct Picture {
        std::string media_type;
        std::string bytes;
    };
    using GotPicture = std::function<void(Result<Picture>)>;
    std::function<Result<void>(const std::string& url, GotPicture)> fetch_picture;
    std::string version;
    int trash_days = 30;  // that something deleted can be restored
    bool secure_cookies = false;
    bool mails = false;  // a mail server is named
};

// Each adds the routes of one table of docs/protocol.md. `rooms` must outlive the router.
void add_session_routes(http::Router& router, Rooms& rooms);
void add_settings_routes(http::Router& router, Rooms& rooms);
void add_project_routes(http::Router& router, Rooms& rooms);
void add_run_routes(http::Router& router, Rooms& rooms);
void add_console_routes(http::Router& router, Rooms& rooms);
void add_file_routes(http::Router& router, Rooms& rooms);
void add_series_routes(http::Router& router, Rooms& rooms);
void add_live_routes(http::Router& router, Rooms& rooms);
void add_sync_routes(http::Router& router, Rooms& rooms);
void add_invite_routes(http::Router& router, Rooms& rooms);
void add_service_account_routes(http::Router& router, Rooms& rooms);
void add_audit_routes(http::Router& router, Rooms& rooms);
void add_picture_routes(http::Router& router, Rooms& rooms);
void add_trash_routes(http::Router& router, Rooms& rooms);
void add_sessions_routes(http::Router& router, Rooms& rooms);
void add_activity_routes(http::Router& router, Rooms& rooms);
void add_team_profile_routes(http::Router& router, Rooms& rooms);

inline void add_routes(http::Router& router, Rooms& rooms) {
    add_session_routes(router, rooms);
    add_settings_routes(router, rooms);
    add_project_routes(router, rooms);
    add_run_routes(router, rooms);
    add_console_routes(router, rooms);
    add_file_routes(router, rooms);
    add_series_routes(router, rooms);
    add_live_routes(router, rooms);
    add_sync_routes(router, rooms);
    add_invite_routes(router, rooms);
    add_service_account_routes(router, rooms);
    add_audit_routes(router, rooms);
    add_picture_routes(router, rooms);
    add_trash_routes(router, rooms);
    add_sessions_routes(router, rooms);
    add_activity_routes(router, rooms);
    add_team_profile_routes(router, rooms);
}

}  // namespace ensemble::api
