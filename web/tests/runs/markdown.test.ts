// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { parseMarkdown, safeHref } from '../../src/runs/markdown';

describe('links in notes', () => {
  test('lead to pages, mail and places of this server', () => {
    expect(safeHref('https://example.com/a')).toBe('https://example.com/a');
    expect(safeHref('mailto:a@example.com')).toBe('mailto:a@example.com');
    expect(safeHref('/team/project')).toBe('/team/project');
  });

  test('never run anything', () => {
    for (const url of [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      '//x.y',
      '',
    ]) {
      expect({ url, href: safeHref(url) }).toEqual({ url, href: undefined });
    }
  });
});

test('HTML in notes is text', () => {
  const { root } = parseMarkdown('<script>alert(1)</script>\n\n**b** <img src=x>');
  expect(root.children[0]).toMatchObject({ type: 'html', value: '<script>alert(1)</script>' });
});

test('named links are found', () => {
  expect(parseMarkdown('[a][r]\n\n[r]: https://example.com').links.get('r')).toBe(
    'https://example.com',
  );
});
