// SPDX-License-Identifier: Apache-2.0
export default {
  title: 'This did not work',
  badRequest: 'The server could not understand the request: {detail}',
  unauthenticated: 'Your session has ended. Sign in again.',
  forbidden: 'You are not allowed to do this: {detail}',
  notFound: 'It does not exist, or you cannot see it.',
  conflict: 'It contradicts what is stored: {detail}',
  gone: 'It has been deleted.',
  tooLarge: 'It is too large: {detail}',
  unsupported: 'This server does not do that: {detail}',
  rateLimited: 'Too many attempts. Wait a little and try again.',
  diskFull: 'The disk of the server is full. Nothing was changed.',
  unavailable: 'The server is starting, stopping or busy. Try again in a moment.',
  internal: 'The server failed: {detail}',
  unreachable: 'The server cannot be reached. It may be stopped, or the network is down.',
  unreadable:
    'The answer could not be read. Something between this page and the server may have changed it.',
  page: 'This page has a fault and stopped. The rest still works.',
  chunk: 'A part of the page could not be loaded.',
  chunkText: 'The server may have been updated, or it is away. Load the page again.',
  reload: 'Load again',
} as const;
