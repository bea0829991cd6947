// Figures of the portal in a real browser, one a line. FLORIA_PORTAL is an address as `floria portal` prints it.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const start = process.env.FLORIA_PORTAL;
if (start === undefined) {
  throw new Error('FLORIA_PORTAL is the address that `floria portal` prints');
}
const base = start.slice(0, start.indexOf('#')).replace(/\/$/, '');
const live = Number(process.env.LIVE_SECONDS ?? 60);
const say = (name, value) => console.log(`${name.padEnd(58)} ${value}`);
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
const rank = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const manifest = JSON.parse(
  readFileSync(new URL('../dist/manifest.json', import.meta.url), 'utf8'),
);
const needed = new Set();
const need = (key) => {
  if (!needed.has(key)) {
    needed.add(key);
    (manifest[key].imports ?? []).forEach(need);
  }
};
Object.keys(manifest)
  .filter((key) => manifest[key].isEntry)
  .forEach(need);
const size = [...needed]
  .map((key) => gzipSync(readFileSync(new URL(`../dist/${manifest[key].file}`, import.meta.url))))
  .reduce((sum, bytes) => sum + bytes.length, 0);
say('first load, compressed JavaScript', `${size} bytes`);

const browser = await chromium.launch({
  executablePath: process.env.FLORIA_BROWSER ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const first = await context.newPage();
first.setDefaultTimeout(120_000);
await first.goto(start);
await first.getByRole('heading', { level: 1 }).first().waitFor();
const session = await first.evaluate(() => sessionStorage.getItem('floria.session'));
const { token } = JSON.parse(session);
await context.addInitScript((kept) => sessionStorage.setItem('floria.session', kept), session);

/** A page that has loaded nothing before. */
async function fresh() {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  return { page, devtools };
}

const times = [];
for (let run = 0; run < 5; run++) {
  const { page } = await fresh();
  await page.goto(`${base}/`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  times.push(await page.evaluate(() => performance.now()));
  await page.close();
}
times.sort((a, b) => a - b);
say(
  'interactive, nothing cached: median, least of 5',
  `${seconds(times[2])}, ${seconds(times[0])}`,
);

function template(count) {
  const nodes = Array.from({ length: count }, (_, number) => {
    const type = number % 5 === 0 ? 'tosca.nodes.Compute' : 'tosca.nodes.SoftwareComponent';
    const host =
      number % 5 === 0 ? '' : `\n      requirements: [ host: node_${number - (number % 5)} ]`;
    return `    node_${number}:\n      type: ${type}${host}`;
  });
  return `tosca_definitions_version: tosca_simple_yaml_1_3\ntopology_template:\n  node_templates:\n${nodes.join('\n')}\n`;
}

async function draft(count) {
  const id = `bench-${count}-${process.pid}`;
  const answer = await fetch(`${base.replace(/\/portal$/, '')}/api/v1/drafts/${id}`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'If-None-Match': '*',
    },
    body: JSON.stringify({
      name: `${count} nodes`,
      path: 'template.yaml',
      text: template(count),
      files: {},
      inputs: {},
      layout: {},
    }),
  });
  if (!answer.ok) {
    throw new Error(`the draft was refused: ${answer.status} ${await answer.text()}`);
  }
  return id;
}

async function opened(count) {
  const id = await draft(count);
  const { page, devtools } = await fresh();
  // Time at work does not depend on what else runs on the machine.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${base}/compose/${id}`);
  await page.locator('.card[data-node]').first().waitFor();
  const took = await page.evaluate(() => performance.now());
  const { metrics } = await devtools.send('Performance.getMetrics');
  const atWork = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  return { page, devtools, took: `${seconds(took)}, ${seconds(atWork)} of them at work` };
}

/** Main-thread work, script and layout, of each frame while somebody pans and zooms. */
async function frames({ page, devtools }) {
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const done = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  const box = await page.locator('.view > .canvas').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.waitForTimeout(3000);
  // Frames are told apart by what asks for each of them.
  await page.evaluate(() =>
    requestAnimationFrame(function next() {
      requestAnimationFrame(next);
    }),
  );
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'devtools.timeline.frame',
        'disabled-by-default-devtools.timeline',
      ],
    },
  });
  for (let round = 0; round < 4; round++) {
    for (let step = 0; step < 10; step++) {
      await page.mouse.wheel(0, round % 2 === 0 ? -120 : 120);
    }
    // What is empty is dragged, which is a node's edge less often in a corner.
    await page.mouse.move(box.x + 6, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 1; step <= 20; step++) {
      await page.mouse.move(box.x + 6 + step * 12, box.y + box.height / 2 + step * 6);
    }
    await page.mouse.up();
    await page.mouse.move(x, y);
  }
  await devtools.send('Tracing.end');
  await done;
  return workPerFrame(events);
}

const WORK = new Set([
  'FunctionCall',
  'EventDispatch',
  'FireAnimationFrame',
  'TimerFire',
  'RunMicrotasks',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
]);

function workPerFrame(events) {
  const main = events
    .filter((event) => event.name === 'FireAnimationFrame' || event.name === 'EventDispatch')
    .reduce((counts, { tid, pid }) => {
      const key = `${pid} ${tid}`;
      return counts.set(key, (counts.get(key) ?? 0) + 1);
    }, new Map());
  const [thread] = [...main].sort((a, b) => b[1] - a[1])[0] ?? [''];
  const own = events.filter(({ pid, tid }) => `${pid} ${tid}` === thread);
  const begins = own
    .filter(({ name }) => name === 'FireAnimationFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  // Calls are nested: only what no other holds counts, in the time of its thread.
  const work = own
    .filter(({ name, ph, dur }) => ph === 'X' && dur !== undefined && WORK.has(name))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const per = new Map();
  let end = 0;
  let frame = 0;
  for (const { ts, dur, tdur } of work) {
    if (ts < end) {
      continue;
    }
    end = ts + dur;
    while (frame < begins.length && begins[frame] <= ts) {
      frame++;
    }
    per.set(frame, (per.get(frame) ?? 0) + (tdur ?? dur) / 1000);
  }
  return [...per.values()].sort((a, b) => a - b);
}

const five = await opened(500);
say('500 nodes, opened', five.took);
const work = await frames(five);
say(
  '500 nodes, main-thread work of a frame: p50, p95, most',
  `${rank(work, 0.5).toFixed(1)}, ${rank(work, 0.95).toFixed(1)}, ${work.at(-1).toFixed(1)} ms of ${work.length} frames`,
);
await five.page.close();

const two = await opened(2000);
say('2,000 nodes, opened', two.took);
await two.page.getByRole('tab', { name: 'Outline' }).click();
const asked = Date.now();
await two.page.getByRole('textbox', { name: 'Search nodes' }).fill('node_1999');
await two.page
  .getByRole('treeitem', { name: /node_1999/ })
  .first()
  .click();
await two.page.locator('input[value="node_1999"]').first().waitFor();
say('2,000 nodes, one found in the outline and opened', seconds(Date.now() - asked));
await two.page.close();

const many = await opened(5000);
say('5,000 nodes, opened', many.took);
await many.page.close();

const { page, devtools } = await fresh();
await page.goto(`${base}/deployments`);
await page.getByRole('heading', { level: 1 }).first().waitFor();
const heap = async () => {
  await devtools.send('HeapProfiler.collectGarbage');
  return page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
};
await page.waitForTimeout(2000);
const before = await heap();
await page.waitForTimeout(live * 1000);
say(
  `heap before and after ${live} s of live events`,
  `${before.toFixed(1)}, ${(await heap()).toFixed(1)} MB`,
);
await browser.close();
