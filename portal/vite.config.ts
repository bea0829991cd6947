import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// Where a server listens while the portal is worked on: FLORIA_URL=http://127.0.0.1:PORT npm run dev
const server = process.env['FLORIA_URL'] ?? 'http://127.0.0.1:7400';

/** Puts a compressed copy beside each asset, so that the server has nothing to compress. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle({ dir }) {
      const assets = `${dir ?? 'dist'}/assets`;
      for (const name of readdirSync(assets).filter((one) => /\.(js|css)$/.test(one))) {
        writeFileSync(`${assets}/${name}.gz`, gzipSync(readFileSync(`${assets}/${name}`)));
      }
    },
  };
}

const FIRST_LOAD = 250_000;

/** Fails a build whose page would have to load more programs at first than is bearable. */
function light(): Plugin {
  return {
    name: 'light',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      const needed = new Set<string>();
      const need = (name: string) => {
        const chunk = bundle[name];
        if (chunk?.type === 'chunk' && !needed.has(name)) {
          needed.add(name);
          chunk.imports.forEach(need);
        }
      };
      Object.values(bundle)
        .filter((chunk) => chunk.type === 'chunk' && chunk.isEntry)
        .forEach(({ fileName }) => need(fileName));
      const size = [...needed]
        .map((name) => gzipSync(readFileSync(`${dir ?? 'dist'}/${name}`)).length)
        .reduce((sum, each) => sum + each, 0);
      console.log(`first load: ${size} bytes of JavaScript, compressed`);
      if (size < 50_000 || size > FIRST_LOAD) {
        this.error(`the first load is to be at most ${FIRST_LOAD} bytes, and not next to nothing`);
      }
    },
  };
}

export default defineConfig({
  // Relative, since the server says with <base> where the portal lies.
  base: './',
  plugins: [react(), packed(), light()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: { cspNonce: '%nonce%' },
  server: { proxy: { '/api': { target: server } } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // The browsers that have light-dark(), which would be replaced by something that needs more.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A policy without inline sources allows no data: fonts and images in styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    manifest: 'manifest.json',
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
