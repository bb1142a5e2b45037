// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '../keys';
import authorize from './authorize';
import charts from './charts';
import elements from './elements';
import errors from './errors';
import frame from './frame';
import home from './home';
import projects from './projects';
import runs from './runs';
import session from './session';
import settings from './settings';
import states from './states';
import teams from './teams';

export default {
  authorize,
  charts,
  elements,
  errors,
  frame,
  home,
  projects,
  runs,
  session,
  settings,
  states,
  teams,
} satisfies Catalogue;
