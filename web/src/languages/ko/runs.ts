// SPDX-License-Identifier: Apache-2.0
import type en from '../en/runs';
import type { Texts } from '../keys';

export default {} satisfies Texts<typeof en>;
