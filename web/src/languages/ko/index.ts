// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '../keys';
import admin from './admin';
import audit from './audit';
import authorize from './authorize';
import changes from './changes';
import charts from './charts';
import elements from './elements';
import errors from './errors';
import frame from './frame';
import home from './home';
import join from './join';
import offline from './offline';
import permissions from './permissions';
import projects from './projects';
import projectSettings from './project-settings';
import runs from './runs';
import services from './services';
import session from './session';
import settings from './settings';
import states from './states';
import teams from './teams';

export default {
  admin,
  audit,
  authorize,
  changes,
  charts,
  elements,
  errors,
  frame,
  home,
  join,
  offline,
  permissions,
  projects,
  projectSettings,
  runs,
  services,
  session,
  settings,
  states,
  teams,
} satisfies Catalogue;
