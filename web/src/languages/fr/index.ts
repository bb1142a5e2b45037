// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '../keys';
import charts from './charts';
import elements from './elements';
import errors from './errors';
import projects from './projects';
import runs from './runs';
import states from './states';

export default {
  charts,
  elements,
  errors,
  projects,
  runs,
  states,
} satisfies Catalogue;
