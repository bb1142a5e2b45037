// SPDX-License-Identifier: Apache-2.0

// The first that fits: browsers name those that they descend from as well.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

// "Firefox · Linux" of what a browser calls itself; "" when nothing in it is known.
export function deviceName(userAgent: string): string {
  const of = (known: readonly (readonly [RegExp, string])[]): string =>
    known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '';
  return [of(browsers), of(systems)].filter((part) => part !== '').join(' · ');
}
