// SPDX-License-Identifier: Apache-2.0
#include "daemon/invite_mails.h"

#include <spdlog/spdlog.h>

#include "daemon/api/invite_path.h"

namespace ensemble {

namespace {

struct Named {
    TeamId team;
    InviteId invite;
};

std::optional<Named> invite_in(const sync::Decided& decided) {
    if (decided.refused || !decided.command) return std::nullopt;
    if (const auto* made = std::get_if<teams::InviteMember>(&*decided.command))
        return Named{made->team, made->id};
    if (const auto* again = std::get_if<teams::ResendInvite>(&*decided.command))
        return Named{again->team, again->invite};
    return std::nullopt;
}

outbound::Mail letter(const records::Invite& invite, const records::Team& team,
                      const std::string& inviter, const std::string& link) {
    outbound::Mail mail;
    mail.to = invite.email;
    mail.subject = inviter + " invites you to " + team.name + " on Ensemble";
    mail.text = inviter + " invites you to the team " + team.name +
                " on Ensemble, where it keeps its experiments.\n\n" + "Accept within 14 days:\n" +
                link + "\n\n" +
                "Whoever holds this link can accept in your place, so keep it to yourself. " +
                "If you do not know what this is about, do nothing.\n";
    return mail;
}

}  // namespace

void mail_invites(const std::vector<sync::Decided>& batch, const records::State& state,
                  const auth::Accounts& accounts, outbound::Mailer& mailer,
                  const std::string& address) {
    if (!mailer.configured()) return;
    for (const sync::Decided& decided : batch) {
        const auto named = invite_in(decided);
        if (!named) continue;
        const records::Invite* invite = state.invite(named->team, named->invite);
        const records::Team* team = state.team(named->team);
        const records::User* inviter = invite != nullptr ? state.user(invite->inviter) : nullptr;
        if (team == nullptr || inviter == nullptr || invite->email.empty()) continue;
        const std::string name = inviter->full_name.empty() ? inviter->name : inviter->full_name;
        auto taken = mailer.send(
            letter(*invite, *team, name, address + api::invite_path(accounts, *invite)),
            [](const Result<outbound::Delivery>& delivery) {
                if (!delivery)
                    spdlog::warn("an invitation was not mailed: {}", delivery.error().detail);
            });
        if (!taken) spdlog::warn("an invitation was not mailed: {}", taken.error().detail);
    }
}

}  // namespace ensemble
