// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

// Every bound on what comes from outside, in one place. A test stands at each of them.
namespace ensemble::limits {

// Ids that whoever makes a command chooses; those of the database stay below.
inline constexpr std::int64_t chosen_id_min = 1ll << 32;
inline constexpr std::int64_t chosen_id_end = 1ll << 52;
inline constexpr std::size_t user_name_bytes_max = 64;
inline constexpr std::size_t full_name_bytes_max = 256;
inline constexpr std::size_t email_bytes_max = 320;
inline constexpr std::size_t role_name_bytes_max = 64;
inline constexpr std::size_t description_bytes_max = 4096;
inline constexpr std::size_t intro_bytes_max = 64u << 10;
inline constexpr std::size_t reason_bytes_max = 1024;
inline constexpr std::size_t url_bytes_max = 2048;
inline constexpr std::size_t links_max = 20;
inline constexpr std::size_t avatar_bytes_max = 512u << 10;
inline constexpr std::size_t showcase_max = 20;
inline constexpr std::size_t custom_roles_max = 200;
inline constexpr std::size_t members_per_team_max = 10'000;
inline constexpr std::size_t invites_per_team_max = 500;
inline constexpr std::size_t refusals_kept_max = 100'000;  // in the log
inline constexpr std::size_t project_name_bytes_max = 128;
inline constexpr std::size_t run_name_bytes_max = 128;
inline constexpr std::size_t display_name_bytes_max = 256;
inline constexpr std::size_t notes_bytes_max = 1 << 20;
inline constexpr std::size_t tags_max = 256;
inline constexpr std::size_t tag_bytes_max = 128;
inline constexpr std::size_t config_bytes_max = 16u << 20;
inline constexpr std::size_t summary_bytes_max = 16u << 20;
inline constexpr std::size_t file_name_bytes_max = 1024;
inline constexpr std::size_t api_key_bytes_min = 40;
inline constexpr std::size_t api_key_bytes_max = 128;
inline constexpr std::size_t password_bytes_min = 10;
inline constexpr std::size_t password_bytes_max = 1024;

inline constexpr std::size_t file_stream_body_bytes_max = 64u << 20;
inline constexpr std::size_t graphql_body_bytes_max = 32u << 20;
inline constexpr std::size_t page_body_bytes_max = 1u << 20;
inline constexpr std::uint64_t upload_bytes_max = 5ull << 40;
inline constexpr std::size_t gunzip_ratio_max = 200;
inline constexpr std::size_t line_bytes_max = 12u << 20;
inline constexpr std::int64_t line_number_max = 1ll << 40;
inline constexpr std::int64_t step_max = 1ll << 53;
inline constexpr std::size_t json_depth_max = 100;
inline constexpr std::size_t keys_per_run_max = 100'000;
inline constexpr std::size_t key_bytes_max = 4096;
inline constexpr std::size_t console_lines_per_run_max = 10'000'000;
inline constexpr std::size_t writers_per_run_max = 4096;

inline constexpr std::size_t artifact_name_bytes_max = 128;
inline constexpr std::size_t alias_bytes_max = 128;
inline constexpr std::size_t metadata_bytes_max = 4u << 20;
inline constexpr std::size_t manifest_bytes_max = 512u << 20;
inline constexpr std::size_t artifact_files_per_request_max = 100'000;
inline constexpr std::size_t page_items_max = 10'000;     // of one page of a public list
inline constexpr std::size_t history_rows_max = 100'000;  // of one answer
inline constexpr std::size_t run_filter_bytes_max = 1u << 20;
inline constexpr std::size_t run_filter_terms_max = 10'000;
inline constexpr std::size_t run_filter_depth_max = 40;
inline constexpr std::size_t pattern_bytes_max = 512;
inline constexpr std::size_t pattern_memory_bytes_max = 1u << 20;
inline constexpr std::size_t pattern_input_bytes_max = 64u << 10;
inline constexpr std::size_t pattern_read_bytes_max = 32u << 20;  // of one request

inline constexpr std::size_t graphql_depth_max = 40;
inline constexpr std::size_t graphql_fields_max = 10'000;
inline constexpr std::size_t graphql_tokens_max = 200'000;
inline constexpr std::size_t graphql_values_max = 1'000'000;  // of one answer
inline constexpr std::size_t graphql_answer_bytes_max = 256u << 20;

inline constexpr std::size_t series_runs_max = 100;
inline constexpr std::size_t series_keys_max = 200;
inline constexpr std::size_t series_buckets_max = 4'000;

inline constexpr std::size_t frame_columns_max = 4'096;
inline constexpr std::size_t frame_rows_max = 4'000'000;

inline constexpr std::size_t filter_bytes_max = 4'096;
inline constexpr std::size_t filter_depth_max = 50;

inline constexpr std::size_t client_id_bytes_max = 64;
inline constexpr std::size_t command_id_bytes_max = 64;
inline constexpr std::size_t commands_per_push_max = 1'000;
inline constexpr std::size_t scopes_per_page_max = 20'000;
inline constexpr std::size_t subscriptions_per_page_max = 64;

inline constexpr std::size_t connections_max = 8'192;
inline constexpr std::size_t header_bytes_max = 64u << 10;
inline constexpr std::size_t requests_per_connection_max = 1'000'000;
inline constexpr std::size_t socket_message_bytes_max = 64u << 10;
inline constexpr std::size_t socket_outbox_bytes_max = 4u << 20;
inline constexpr std::size_t socket_scopes_max = 64;

inline constexpr std::size_t sync_message_bytes_max = 4u << 20;  // from a page
inline constexpr std::size_t sync_patch_bytes_max = 256u << 20;  // from the daemon or a page's disk
inline constexpr std::size_t sync_depth_max = 16;
inline constexpr std::size_t sync_members_max = 64;  // of one object

inline constexpr std::size_t mail_address_bytes_max = 320;  // RFC 5321: 64, @ and 255
inline constexpr std::size_t mail_name_bytes_max = 128;
inline constexpr std::size_t mail_subject_bytes_max = 512;
inline constexpr std::size_t mail_text_bytes_max = 64u << 10;
inline constexpr std::size_t mail_answer_bytes_max = 512;  // of what a mail server says
inline constexpr std::size_t mails_waiting_max = 1'000;

inline constexpr std::size_t badge_url_bytes_max = 2'048;
inline constexpr std::size_t badge_bytes_max = 512u << 10;
inline constexpr std::size_t badge_redirects_max = 3;
inline constexpr std::size_t badge_cache_bytes_max = 16u << 20;
inline constexpr std::size_t badges_waiting_max = 256;
inline constexpr std::size_t badge_hosts_max = 100;

}  // namespace ensemble::limits
