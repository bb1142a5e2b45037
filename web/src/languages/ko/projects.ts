// SPDX-License-Identifier: Apache-2.0
import type en from '../en/projects';
import type { Texts } from '../keys';

export default {} satisfies Texts<typeof en>;
