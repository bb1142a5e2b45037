// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wasm/views/values.h"

// One function a view; each writes one JSON value. What is not there, or hidden, is null.
namespace ensemble::wasm::views {

// Every view may be asked for through other eyes: "as":id, those of a person who is known here, or
// "as_role":{"hold":{"do":"change_role",…},"commands":[…]}, one's own with that role and nothing
// else in the team: no other right, and no project of one's own. The commands are done before.
records::State look_through(const json::Reader& as_role, const sync::Replica& here, Instant now);

void me(Page& page);         // {}
void pending(Page& page);    // {}
void overtaken(Page& page);  // {}
void team(Page& page);       // {"name"}
void roles(Page& page);      // {}
void users(Page& page);      // {}: of the instance
void teams(Page& page);      // {}: all that are seen, deleted ones too
void projects(Page& page);   // {"team"}
void project(Page& page);    // {"id"}
void runs(Page& page);       // {"runs":[id…]}: those that are known, as the person wants them
void may(Page& page);        // {"action","team"?,"project"?,"creator"?}
void who_can(Page& page);    // the same: everybody, with the reason
void what_if(Page& page);    // {"commands":[…],"team"}: what people would gain and lose
void catalogue(Page& page);  // {}: actions, base roles
// {"team","user"?,"role"?}: everything that they may do in the team and its projects
void grants(Page& page);

}  // namespace ensemble::wasm::views
