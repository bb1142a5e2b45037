// SPDX-License-Identifier: Apache-2.0
import { t } from '../languages/language.svelte';
import { ApiError } from './errors';

// The sentence for a person. The one place where codes become words.
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('errors.page');
  const detail = error.detail === '' ? error.code : error.detail;
  switch (error.code) {
    case 'bad_request':
      return t('errors.badRequest', { detail });
    case 'unauthenticated':
      return t('errors.unauthenticated');
    case 'forbidden':
      return t('errors.forbidden', { detail });
    case 'not_found':
      return t('errors.notFound');
    case 'conflict':
      return t('errors.conflict', { detail });
    case 'gone':
      return t('errors.gone');
    case 'too_large':
      return t('errors.tooLarge', { detail });
    case 'unsupported':
      return t('errors.unsupported', { detail });
    case 'rate_limited':
      return t('errors.rateLimited');
    case 'disk_full':
      return t('errors.diskFull');
    case 'unavailable':
      return t('errors.unavailable');
    case 'io_error':
    case 'corrupt':
    case 'newer_version':
    case 'in_use':
    case 'internal':
      return t('errors.internal', { detail });
    case 'unreachable':
      return t('errors.unreachable');
    case 'unreadable':
      return t('errors.unreadable');
  }
}
