import { readFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

const described = new URL('../server/src/main/resources/floria/server/openapi.json', root());
const kept = new URL('src/api/schema.d.ts', root());

function root(): URL {
  return new URL(`file://${process.cwd()}/`);
}

it('keeps the types of the API in step with its description', async () => {
  const made = COMMENT_HEADER + astToString(await openapiTS(described));
  expect(await readFile(kept, 'utf8'), 'run `npm run types` in portal/').toBe(made);
});
