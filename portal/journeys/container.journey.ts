import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { drag, node, saved } from './composing';
import { Stage } from './stage';

const stage = new Stage();
const PROGRAM = '../examples/two-tier/visits.py';

beforeAll(() => stage.open());
afterEach(({ task }) => stage.clear(task.name));
afterAll(() => stage.close());

it('deploys what was drawn from nothing in containers, where it answers', async () => {
  const page = await stage.signedIn('/compose/drawn', 1440, 900);
  await page.getByText('Begin with a machine').waitFor();
  const box = (await page.locator('.view > .canvas').boundingBox())!;
  await drag(page, 'tosca.nodes.Compute', box.x + 200, box.y + 160);
  await node(page, 'compute').waitFor();
  const machine = (await node(page, 'compute').boundingBox())!;
  await drag(page, 'floria.nodes.PostgreSQL', machine.x + 120, machine.y + 50);
  await node(page, 'postgresql').waitFor();
  await drag(page, 'floria.nodes.PythonService', box.x + 150, box.y + 480);
  await node(page, 'python_service').hover();
  await node(page, 'python_service')
    .locator('.react-flow__handle[data-handleid="host"]')
    .dragTo(node(page, 'compute'), { targetPosition: { x: 4, y: 36 } });
  await saved(stage, 'drawn', 'floria.nodes.PythonService\n      requirements:');

  // The application: connected to the database, with a port, what it imports and its program.
  await page.getByRole('combobox', { name: 'dependency' }).click();
  await page.getByRole('option', { name: 'postgresql' }).click();
  const fill = async (name: RegExp, value: string) => {
    await page.getByRole('textbox', { name }).fill(value);
    await page.getByRole('textbox', { name }).blur();
  };
  await fill(/^packages/, '[ psycopg2 ]');
  await fill(/^readiness/, '{ http_path: /health }');
  await fill(/^port /, '8080');
  await page.getByRole('button', { name: 'Programs' }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload a program' }).click();
  await (await choosing).setFiles(PROGRAM);
  const program = page.getByRole('region', { name: 'Program of Process.run' });
  const tell = async (name: string, what: string) => {
    await program.getByRole('textbox', { name: 'It is told' }).fill(name);
    await program.getByRole('combobox', { name: 'Which is' }).fill(what);
    await page.getByRole('option', { name: what, exact: true }).click();
    await program.getByRole('button', { name: 'Tell' }).click();
  };
  await tell('PGHOST', 'postgresql / endpoint / ip_address');
  await tell('PGPORT', 'postgresql / endpoint / bind_port');
  await tell('PGDATABASE', 'postgresql / database');
  await tell('PGUSER', 'postgresql / user');
  await tell('PGPASSWORD', 'postgresql / password');
  await page.getByRole('tab', { name: 'In/Out' }).click();
  await page.getByRole('textbox', { name: 'New output' }).fill('url');
  await page.getByRole('combobox', { name: 'Its value' }).fill('python_service / endpoint / url');
  await page.getByRole('option', { name: 'python_service / endpoint / url' }).click();
  await page.getByRole('button', { name: 'Add output' }).click();
  await saved(stage, 'drawn', 'get_attribute: [ python_service, endpoint, url ]');
  await page.getByRole('tab', { name: 'Node' }).click();
  await program.getByText('visits.py').waitFor();
  await program.scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'Tidy' }).click();
  await page.getByText('No problems').waitFor();
  await stage.looks(page, 'drawn');

  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('heading', { name: 'Deploy' }).waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('drawn');
  await page.getByRole('table').getByText('engine').first().waitFor();
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await page.getByRole('heading', { name: 'drawn' }).waitFor();
  await page.locator('[data-state="running"]').first().waitFor({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Outputs' }).click();
  const url = await page.getByRole('link', { name: 'Open' }).getAttribute('href');
  expect(await (await fetch(url!)).text()).toBe('visits: 1\n');
  expect(await (await fetch(url!)).text()).toBe('visits: 2\n');
  await stage.ends(page, 'drawn-outputs');

  await stage.api('DELETE', '/deployments/drawn');
  await expect
    .poll(
      async () =>
        (await stage.api<{ items: readonly unknown[] }>('GET', '/deployments')).items.length,
      { timeout: 60_000 },
    )
    .toBe(0);
});
