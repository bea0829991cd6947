import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { node, saved } from './composing';
import { Stage } from './stage';

const stage = new Stage();

beforeAll(() => stage.open());
afterEach(({ task }) => stage.clear(task.name));
afterAll(() => stage.close());

/** Adds a node by its type, calls it by a name, and connects it. */
async function add(
  page: Page,
  name: string,
  type: string,
  on: Readonly<Record<string, string>> = {},
): Promise<void> {
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Search types' }).waitFor();
  await page.keyboard.insertText(type);
  await page.getByRole('dialog').locator('.offered').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const field = inspector.getByRole('textbox', { name: 'Name', exact: true });
  await field.fill(name);
  await field.press('Enter');
  await node(page, name).waitFor({ state: 'attached' });
  for (const [requirement, target] of Object.entries(on)) {
    await inspector
      .getByRole('combobox', { name: new RegExp(`^${requirement}( \\(on\\))?( \\*)?$`) })
      .fill(target);
    await page.getByRole('option', { name: target, exact: true }).click();
  }
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** Sets values of the node that is chosen, by their names. */
async function set(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = page.getByRole('textbox', { name: new RegExp(`^${name} `) });
    await field.fill(value);
    await field.press('Enter');
    await field.blur();
  }
}

it('draws an elastic GPU cluster, a database with a standby and a file system on all, and says what they cost', async () => {
  const page = await stage.signedIn('/compose/sentence', 1440, 900);
  await page.getByText('Begin with a machine').waitFor();
  for (const name of ['files_machine', 'data_machine', 'database_machine', 'standby_machine']) {
    await add(page, name, 'tosca.nodes.Compute');
    await set(page, { num_cpus: '1' });
  }
  await add(page, 'front_machine', 'tosca.nodes.indigo.Compute');
  await add(page, 'worker_machine', 'tosca.nodes.indigo.Compute');
  await set(page, { num_gpus: '1' });

  await add(page, 'files', 'floria.nodes.MooseFS.Master', { host: 'files_machine' });
  await add(page, 'data', 'floria.nodes.MooseFS.Server', {
    host: 'data_machine',
    master: 'files',
  });
  for (const machine of ['front', 'worker']) {
    await add(page, `${machine}_mount`, 'floria.nodes.MooseFS.Mount', {
      host: `${machine}_machine`,
      file_system: 'files',
      dependency: 'data',
    });
    await set(page, { location: '/shared' });
  }
  await add(page, 'front_end', 'tosca.nodes.indigo.LRMS.FrontEnd.Slurm', {
    host: 'front_machine',
    dependency: 'front_mount',
  });
  await set(page, { shared_folder: '/shared' });
  await add(page, 'worker', 'tosca.nodes.indigo.LRMS.WorkerNode.Slurm', {
    host: 'worker_machine',
    front_end: 'front_end',
    dependency: 'worker_mount',
  });
  await set(page, { min_instances: '1', max_instances: '4' });
  await add(page, 'cluster', 'tosca.nodes.indigo.ElasticCluster', {
    host: 'front_machine',
    lrms: 'front_end',
    wn: 'worker',
  });
  await add(page, 'database', 'floria.nodes.PostgreSQL', { host: 'database_machine' });
  await add(page, 'standby', 'floria.nodes.PostgreSQL.Standby', {
    host: 'standby_machine',
    primary: 'database',
  });

  await page.getByRole('button', { name: 'Tidy' }).click();
  const canvas = (await page.locator('.view > .canvas').boundingBox())!;
  for (const machine of ['worker_machine', 'files_machine']) {
    await expect
      .poll(
        async () => {
          const box = (await node(page, machine).boundingBox())!;
          return box.x >= canvas.x && box.x + box.width <= canvas.x + canvas.width;
        },
        { timeout: 15_000 },
      )
      .toBe(true);
  }
  await page.getByText('No problems').waitFor();
  const text = await saved(stage, 'sentence', 'primary: database');
  expect(text.match(/^ {4}\w+:$/gm)).toHaveLength(15);
  await stage.looks(page, 'sentence');

  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('heading', { name: 'Deploy' }).waitFor();
  const placement = page.getByRole('table').first();
  await placement.getByRole('row', { name: /worker_machine.*g5\.a100/ }).waitFor();
  await placement.getByRole('row', { name: /standby_machine/ }).waitFor();
  await page.getByText(/^Costs [\d.]+ EUR per hour/).waitFor();
  await page.getByText(/^Costs/).scrollIntoViewIfNeeded();
  await stage.ends(page, 'sentence-plan');
});
