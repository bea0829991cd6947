import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(process.cwd(), 'src');
/** What each folder of the sources may import besides itself. */
const MAY: Record<string, readonly string[]> = {
  design: [],
  api: [],
  parts: ['api', 'design'],
  features: ['api', 'design', 'parts'],
  shell: ['api', 'design', 'parts', 'features'],
};

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}

function imports(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => name.startsWith('@/') || name.startsWith('.'))
    .map((name) => (name.startsWith('@/') ? name.slice(2) : relative(SRC, join(path, '..', name))));
}

it('lets features know neither each other nor the shell', () => {
  const wrong = sources(SRC).flatMap((path) => {
    const [area = '', feature = ''] = relative(SRC, path).split('/');
    const allowed = MAY[area];
    return imports(path)
      .filter((name) => {
        const [to = '', toFeature = ''] = name.split('/');
        if (allowed === undefined) {
          return false;
        }
        return to === area ? area === 'features' && toFeature !== feature : !allowed.includes(to);
      })
      .map((name) => `${relative(SRC, path)} imports ${name}`);
  });
  expect(wrong).toEqual([]);
});
