// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "daemon/wandb/access.h"

// A run as a GraphQL object. Its fields are spread over run_node.cpp, history.cpp, console.cpp,
// run_files.cpp and artifact_lists.cpp by what they are about.
namespace ensemble::wandb {

struct RunNode {
    Session& session;
    std::shared_ptr<const Place> place;
    std::shared_ptr<const runs::Run> run;
};

const graphql::Type<RunNode>& run_type();
Value run_value(Session& session, FoundRun found);

// history.cpp
Outcome history_line_count(const RunNode& node, const Arguments&);
Outcome events_line_count(const RunNode& node, const Arguments&);
Outcome log_line_count(const RunNode& node, const Arguments&);
Outcome history_tail(const RunNode& node, const Arguments&);
Outcome events_tail(const RunNode& node, const Arguments&);
Outcome history(const RunNode& node, const Arguments& arguments);
Outcome events(const RunNode& node, const Arguments& arguments);
Outcome sampled_history(const RunNode& node, const Arguments& arguments);
Outcome history_keys(const RunNode& node, const Arguments&);
Outcome parquet_history(const RunNode& node, const Arguments&);
Outcome summary_metrics(const RunNode& node, const Arguments&);
Outcome system_metrics(const RunNode& node, const Arguments&);

// console.cpp
Outcome log_lines(const RunNode& node, const Arguments& arguments);

// run_files.cpp
Outcome file_count(const RunNode& node, const Arguments&);
Outcome files(const RunNode& node, const Arguments& arguments);

// artifact_lists.cpp
Outcome output_artifacts(const RunNode& node, const Arguments& arguments);
Outcome input_artifacts(const RunNode& node, const Arguments& arguments);

}  // namespace ensemble::wandb
