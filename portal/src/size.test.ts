import { existsSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

const MANIFEST = 'dist/manifest.json';
const LIMIT = 250_000;

it.skipIf(!existsSync(MANIFEST))('loads at most 250 kB of programs at first', () => {
  const chunks = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>;
  const needed = new Set<string>();
  const need = (key: string) => {
    if (!needed.has(key)) {
      needed.add(key);
      chunks[key]?.imports?.forEach(need);
    }
  };
  Object.entries(chunks)
    .filter(([, chunk]) => chunk.isEntry)
    .forEach(([key]) => need(key));
  const size = [...needed]
    .map((key) => chunks[key]?.file ?? '')
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + statSync(`dist/${file}.gz`).size, 0);
  console.log(`first load: ${size} bytes of JavaScript, compressed`);
  expect(size).toBeGreaterThan(50_000);
  expect(size).toBeLessThanOrEqual(LIMIT);
});
