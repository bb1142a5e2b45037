// SPDX-License-Identifier: Apache-2.0
import type { Definition, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

// GitHub's Markdown as a tree. It is rendered node by node, never as HTML.

export interface MarkdownText {
  readonly root: Root;
  // What [text][name] refers to.
  readonly links: ReadonlyMap<string, string>;
}

export function parseMarkdown(text: string): MarkdownText {
  const root = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const definitions = root.children.filter(
    (node): node is Definition => node.type === 'definition',
  );
  return { root, links: new Map(definitions.map((each) => [each.identifier, each.url])) };
}

// Where a link may lead: pages, mail and places of this server. undefined for all else, such as
// javascript:, which then stays text.
export function safeHref(url: string): string | undefined {
  if (/^(?:\/(?!\/)|#|\?)/.test(url)) return url;
  try {
    const { protocol, href } = new URL(url);
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}

export function childrenOf(node: Nodes): readonly Nodes[] {
  return 'children' in node ? node.children : [];
}
