// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '../keys';
import authorize from './authorize';
import changes from './changes';
import charts from './charts';
import elements from './elements';
import errors from './errors';
import frame from './frame';
import home from './home';
import permissions from './permissions';
import projects from './projects';
import projectSettings from './project-settings';
import runs from './runs';
import session from './session';
import settings from './settings';
import states from './states';
import teams from './teams';

export default {
  authorize,
  changes,
  charts,
  elements,
  errors,
  frame,
  home,
  permissions,
  projects,
  projectSettings,
  runs,
  session,
  settings,
  states,
  teams,
} satisfies Catalogue;
