import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CDPSession, Page } from 'playwright-core';
import { Stage } from './stage';

/** Measures the portal in a browser and prints figures; nothing but nonsense fails. */
const stage = new Stage();

beforeAll(() => stage.open());
afterAll(() => stage.close());

/** A template of machines with a service on each, in rows, each service depending on the last. */
function large(nodes: number): {
  text: string;
  layout: Record<string, { x: number; y: number }>;
} {
  const layout: Record<string, { x: number; y: number }> = {};
  const lines = [
    'tosca_definitions_version: tosca_simple_yaml_1_3',
    'imports: [ floria ]',
    'topology_template:',
    '  node_templates:',
  ];
  for (let at = 0; at < nodes / 2; at++) {
    layout[`machine${at}`] = { x: (at % 20) * 380, y: Math.floor(at / 20) * 260 };
    layout[`service${at}`] = { x: 20, y: 76 };
    lines.push(`    machine${at}:`, '      type: tosca.nodes.Compute');
    lines.push(`    service${at}:`, '      type: floria.nodes.PythonService');
    lines.push('      properties: { program: app.py }');
    lines.push('      requirements:', `        - host: machine${at}`);
    if (at > 0) {
      lines.push(`        - dependency: service${at - 1}`);
    }
  }
  return { text: `${lines.join('\n')}\n`, layout };
}

async function draftOf(nodes: number): Promise<string> {
  const id = `large-${nodes}-${Date.now()}`;
  const { text, layout } = large(nodes);
  const answer = await fetch(`${stage.url}/api/v1/drafts/${id}`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${process.env['FLORIA_TOKEN']}`,
      'Content-Type': 'application/json',
      'If-None-Match': '*',
    },
    body: JSON.stringify({ name: id, path: 't.yaml', text, files: {}, inputs: {}, layout }),
  });
  expect(answer.ok).toBe(true);
  return id;
}

type Traced = {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
};

const WORK = new Set([
  'EventDispatch',
  'FireAnimationFrame',
  'TimerFire',
  'FunctionCall',
  'RunMicrotasks',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'IntersectionObserverController::computeIntersections',
  'MinorGC',
  'MajorGC',
]);

/** Milliseconds of script, style, layout and paint on the main thread, of each frame that had some. */
async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: Traced[] = [];
  session.on('Tracing.dataCollected', ({ value }) =>
    events.push(...(value as unknown as Traced[])),
  );
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'v8', 'blink', '__metadata'] },
  });
  await act();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const mine = events.filter(({ pid, tid }) => main.has(`${pid}/${tid}`));
  const begins = mine
    .filter(({ name }) => name === 'BeginMainThreadFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const work = mine
    .filter(({ name, ph, dur }) => ph === 'X' && dur !== undefined && WORK.has(name))
    .sort((a, b) => a.ts - b.ts);
  const found: number[] = [];
  let next = 0;
  begins.forEach((_, index) => {
    const end = begins[index + 1] ?? Number.POSITIVE_INFINITY;
    let sum = 0;
    let covered = 0;
    for (; next < work.length && (work[next]?.ts ?? 0) < end; next++) {
      const { ts, dur } = { dur: 0, ...work[next], ts: work[next]?.ts ?? 0 };
      const from = Math.max(ts, covered);
      const to = ts + dur;
      if (to > from) {
        sum += to - from;
        covered = to;
      }
    }
    found.push(sum / 1000);
  });
  return found.slice(1);
}

function percentile(all: readonly number[], part: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

const out = (words: string) => process.stdout.write(`figure: ${words}\n`);

describe('figures', () => {
  it.each([500, 2000])('pans and zooms a canvas of %i nodes', async (nodes) => {
    const page = await stage.signedIn(`/compose/${await draftOf(nodes)}`, 1440, 900);
    await page.locator('.card').first().waitFor();
    await page.getByText('No problems').waitFor({ timeout: 60_000 });
    const box = (await page.locator('.view > .canvas').boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    for (let step = 0; step < 10; step++) {
      await page.mouse.wheel(0, -120);
      await page.waitForTimeout(30);
    }
    const found = await frames(page, async () => {
      for (let round = 0; round < 4; round++) {
        await page.mouse.move(box.x + 20, box.y + 20);
        await page.mouse.down();
        for (let step = 1; step <= 30; step++) {
          await page.mouse.move(box.x + 20 + step * 12, box.y + 20 + step * 6);
        }
        await page.mouse.up();
        for (let step = 0; step < 12; step++) {
          await page.mouse.move(x, y);
          await page.mouse.wheel(0, round % 2 === 0 ? 60 : -60);
          await page.waitForTimeout(16);
        }
      }
    });
    expect(found.length).toBeGreaterThan(30);
    out(
      `${nodes} nodes, panning and zooming: ${found.length} frames, main-thread work p50 ${percentile(found, 0.5).toFixed(1)} ms, p95 ${percentile(found, 0.95).toFixed(1)} ms, most ${Math.max(...found).toFixed(1)} ms; ${await page.locator('.card').count()} cards in the page`,
    );
    await page.context().close();
  });

  it('opens a template of 5,000 nodes', async () => {
    const id = await draftOf(5000);
    const page = await stage.signedIn('/', 1440, 900);
    const start = Date.now();
    await page.goto(`${stage.url}/portal/compose/${id}`);
    await page.locator('.card').first().waitFor({ timeout: 120_000 });
    out(`5,000 nodes: first card after ${Date.now() - start} ms`);
    await page.context().close();
  });

  it('is there', async () => {
    const page = await stage.signedIn('/', 1280, 860);
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = Date.now();
      await page.goto(`${stage.url}/portal/`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      times.push(Date.now() - start);
    }
    out(`home page: ${times.join(', ')} ms until its heading is there`);
    await page.context().close();
  });
});
