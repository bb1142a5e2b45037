// SPDX-License-Identifier: Apache-2.0

// Which answers are kept on this device, so that a page opens again without a network: what home,
// a project and a run show. Nothing about accounts, keys or other people's rights.

export interface Keepable {
  // Of the request, whatever version it goes on from.
  readonly key: string;
  // What it is about, "" and 0 where it is about more; one of them is enough to find it.
  readonly place: string; // "team/project", encoded as in addresses
  readonly project: number;
  // Of a run table: what it goes on from, 0 for all of it.
  readonly since: number;
}

const ofProject = /^\/api\/projects\/([^/]+\/[^/]+)(?:\/(columns|metrics|runs|trash))?$/;
const ofRun = /^\/api\/runs\/([^/]+\/[^/]+)\/[^/]+(?:\/(files|artifacts|console|media))?$/;

export function keepable(method: string, path: string, body?: unknown): Keepable | undefined {
  if (method === 'POST' && path === '/api/series') {
    const { project } = body as { project?: number };
    const key = `${path} ${JSON.stringify(body)}`;
    return project === undefined ? undefined : { key, place: '', project, since: 0 };
  }
  if (method !== 'GET') return undefined;
  if (path === '/api/home') return { key: path, place: '', project: 0, since: 0 };
  const { pathname, searchParams } = new URL(path, 'http://here.invalid');
  const place = (ofProject.exec(pathname) ?? ofRun.exec(pathname))?.[1];
  if (place === undefined || searchParams.has('search')) return undefined;
  const since = Number(searchParams.get('since') ?? 0);
  searchParams.delete('since');
  const columns = searchParams.get('columns');
  if (columns !== null) searchParams.set('columns', columns.split(',').sort().join(','));
  return { key: `${pathname}?${searchParams.toString()}`, place, project: 0, since };
}

// Numbers of projects by place, from what is answered about them.
export function projectIn(path: string, text: string): number {
  if (ofProject.exec(path)?.[2] !== undefined || !ofProject.test(path)) return 0;
  try {
    return Number((JSON.parse(text) as { id?: number }).id ?? 0);
  } catch {
    return 0;
  }
}
