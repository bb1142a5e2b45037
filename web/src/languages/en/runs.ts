// SPDX-License-Identifier: Apache-2.0
export default {
  histogramSummary: 'Histogram of {n, number} values from {from} to {to}',
  image: 'Image',
  noPreviewOf: 'There is no preview of {type}.',
  tableFailed: 'The table could not be loaded',
  table: 'Table',
  moreRows: '{n, plural, one {# more row} other {# more rows}}',
  overlays: 'Boxes and masks',
  mediaFailed: 'These values could not be loaded',
  step: 'Step',
  stepAt: 'Step {step}',
} as const;
