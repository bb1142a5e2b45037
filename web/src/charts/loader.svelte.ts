// SPDX-License-Identifier: Apache-2.0
import { api } from '../connection/connection.svelte';
import { forgetWithPerson } from '../session/forgetting';
import { SeriesLoader } from './series-loader';

// The one loader of this page: what is fetched for one screen is there for the next.
export const seriesLoader = new SeriesLoader({
  post: async (request, signal) => (await api.series(request, signal)).bytes,
  soon: (act) => setTimeout(act),
});

forgetWithPerson(() => seriesLoader.forgetAll());
