// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

// `import coreUrl from 'virtual:core-wasm'` is the address of the C++ core. The module is built
// outside of this folder; ENSEMBLE_WASM names the file.
const id = 'virtual:core-wasm';
const resolvedId = '\0' + id;
const devUrl = '/@core.wasm';

export function coreModule(): Plugin {
  const file = resolve(
    import.meta.dirname,
    '../..',
    process.env.ENSEMBLE_WASM ?? '../build/wasm/wasm/core.wasm',
  );
  let building = false;

  function read(): Buffer {
    if (existsSync(file)) return readFileSync(file);
    throw new Error(
      `The core module is missing: ${file}. Build it with ` +
        '`cmake --preset wasm && cmake --build --preset wasm`, or set ENSEMBLE_WASM to its path.',
    );
  }

  return {
    name: 'ensemble-core-module',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId(source) {
      return source === id ? resolvedId : undefined;
    },
    load(source) {
      if (source !== resolvedId) return undefined;
      if (!building) return `export default ${JSON.stringify(devUrl)}`;
      const bytes = read();
      const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 8);
      const fileName = `assets/core-${hash}.wasm`;
      this.emitFile({ type: 'asset', fileName, source: bytes });
      return `export default ${JSON.stringify('/' + fileName)}`;
    },
    configureServer(server) {
      server.middlewares.use(devUrl, (_request, response) => {
        response.setHeader('Content-Type', 'application/wasm');
        response.end(read());
      });
    },
  };
}
