// SPDX-License-Identifier: Apache-2.0
import type { Key } from '../languages/keys';
import { t } from '../languages/language.svelte';

// Everything that can be done, in the order of shared/permissions/action.h, and the sentence that
// says it.
const sentences = {
  'team:read': 'permissions.teamRead',
  'team:update': 'permissions.teamUpdate',
  'team:invite': 'permissions.teamInvite',
  'team:remove_member': 'permissions.teamRemoveMember',
  'team:set_role': 'permissions.teamSetRole',
  'team:manage_service_accounts': 'permissions.teamManageServiceAccounts',
  'team:manage_webhooks': 'permissions.teamManageWebhooks',
  'team:manage_secrets': 'permissions.teamManageSecrets',
  'project:create': 'permissions.projectCreate',
  'project:read': 'permissions.projectRead',
  'project:update': 'permissions.projectUpdate',
  'project:delete': 'permissions.projectDelete',
  'project:set_visibility_own': 'permissions.projectSetVisibilityOwn',
  'project:set_visibility': 'permissions.projectSetVisibility',
  'project:manage_members_own': 'permissions.projectManageMembersOwn',
  'project:manage_members': 'permissions.projectManageMembers',
  'run:read': 'permissions.runRead',
  'run:create': 'permissions.runCreate',
  'run:update_own': 'permissions.runUpdateOwn',
  'run:update': 'permissions.runUpdate',
  'run:stop_own': 'permissions.runStopOwn',
  'run:stop': 'permissions.runStop',
  'run:delete_own': 'permissions.runDeleteOwn',
  'run:delete': 'permissions.runDelete',
  'run:move_own': 'permissions.runMoveOwn',
  'run:move': 'permissions.runMove',
  'run:restore': 'permissions.runRestore',
  'sweep:read': 'permissions.sweepRead',
  'sweep:create': 'permissions.sweepCreate',
  'sweep:update_own': 'permissions.sweepUpdateOwn',
  'sweep:update': 'permissions.sweepUpdate',
  'sweep:delete_own': 'permissions.sweepDeleteOwn',
  'sweep:delete': 'permissions.sweepDelete',
  'workspace:read': 'permissions.workspaceRead',
  'workspace:edit_own': 'permissions.workspaceEditOwn',
  'workspace:edit_shared': 'permissions.workspaceEditShared',
  'report:read': 'permissions.reportRead',
  'report:create': 'permissions.reportCreate',
  'report:update_own': 'permissions.reportUpdateOwn',
  'report:update': 'permissions.reportUpdate',
  'report:delete_own': 'permissions.reportDeleteOwn',
  'report:delete': 'permissions.reportDelete',
  'report:comment': 'permissions.reportComment',
  'report:follow': 'permissions.reportFollow',
  'report:share_link': 'permissions.reportShareLink',
  'artifact:read': 'permissions.artifactRead',
  'artifact:download': 'permissions.artifactDownload',
  'artifact:create': 'permissions.artifactCreate',
  'artifact:update_metadata': 'permissions.artifactUpdateMetadata',
  'artifact:alias': 'permissions.artifactAlias',
  'artifact:delete': 'permissions.artifactDelete',
  'artifact:set_ttl': 'permissions.artifactSetTtl',
  'registry:read': 'permissions.registryRead',
  'registry:download': 'permissions.registryDownload',
  'registry:create': 'permissions.registryCreate',
  'registry:link': 'permissions.registryLink',
  'registry:unlink': 'permissions.registryUnlink',
  'registry:alias': 'permissions.registryAlias',
  'registry:protected_alias': 'permissions.registryProtectedAlias',
  'registry:manage_members': 'permissions.registryManageMembers',
  'registry:manage_settings': 'permissions.registryManageSettings',
  'registry:delete': 'permissions.registryDelete',
  'automation:read': 'permissions.automationRead',
  'automation:create': 'permissions.automationCreate',
  'automation:update': 'permissions.automationUpdate',
  'automation:delete': 'permissions.automationDelete',
  'apikey:create_own': 'permissions.apikeyCreateOwn',
  'auditlog:read': 'permissions.auditlogRead',
  'org:configure': 'permissions.orgConfigure',
  'org:manage_users': 'permissions.orgManageUsers',
  'org:manage_roles': 'permissions.orgManageRoles',
  'org:manage_service_accounts': 'permissions.orgManageServiceAccounts',
  'org:create_team': 'permissions.orgCreateTeam',
  'org:delete_team': 'permissions.orgDeleteTeam',
  'org:appoint_admin': 'permissions.orgAppointAdmin',
  'org:read_activity': 'permissions.orgReadActivity',
} as const satisfies Readonly<Record<string, Key>>;

export type Action = keyof typeof sentences;

export function isAction(name: string): name is Action {
  return Object.hasOwn(sentences, name);
}

// A newer daemon may know more than this page: then its name stands for the action.
export function actionText(name: string): string {
  return isAction(name) ? t(sentences[name]) : name;
}

const nouns = {
  team: 'permissions.nounTeam',
  project: 'permissions.nounProject',
  run: 'permissions.nounRun',
  sweep: 'permissions.nounSweep',
  workspace: 'permissions.nounWorkspace',
  report: 'permissions.nounReport',
  artifact: 'permissions.nounArtifact',
  registry: 'permissions.nounRegistry',
  automation: 'permissions.nounAutomation',
  keys: 'permissions.nounKeys',
  org: 'permissions.nounServer',
} as const satisfies Readonly<Record<string, Key>>;
type Noun = keyof typeof nouns;

function nounOf(action: string): Noun {
  const noun = action.split(':')[0] ?? '';
  return Object.hasOwn(nouns, noun) ? (noun as Noun) : 'keys';
}

export interface ActionGroup {
  readonly title: string;
  readonly actions: readonly string[];
}

// The actions by what they are about.
export function grouped(actions: readonly string[]): ActionGroup[] {
  const groups = new Map<Noun, string[]>();
  for (const action of actions) {
    const noun = nounOf(action);
    const group = groups.get(noun);
    if (group === undefined) groups.set(noun, [action]);
    else group.push(action);
  }
  return [...groups].map(([noun, members]) => ({ title: t(nouns[noun]), actions: members }));
}
