import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { shop, SHOP } from './shop';
import { Stage } from './stage';

const stage = new Stage();

beforeAll(() => stage.open());
afterEach(({ task }) => stage.clear(task.name));
afterAll(() => stage.close());

async function deployed(name: string, mode = 'fine', state = 'running'): Promise<string> {
  const { id } = await stage.api<{ id: string }>('POST', '/deployments', shop(name, mode));
  await until(name, state);
  return id;
}

async function until(name: string, state: string): Promise<void> {
  await expect
    .poll(async () => (await stage.api<{ status: string }>('GET', `/deployments/${name}`)).status, {
      timeout: 60_000,
      interval: 200,
    })
    .toBe(state);
}

/** Waits until the heading's status says so: the page hears of it by itself. */
async function sees(page: Page, state: string): Promise<void> {
  await page.locator(`[data-state="${state}"]`).first().waitFor({ timeout: 60_000 });
}

async function act(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

const PAGES = [
  '/',
  '/deployments',
  '/deploy?template=notebook',
  '/catalogue',
  '/catalogue/types/floria.nodes.JupyterHub',
  '/sites',
  '/offers',
  '/usage',
  '/projects',
  '/audit',
  '/catalogue/import',
  '/settings',
];

/** Opens each page, and finds nothing on it beyond its edges. */
async function fit(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(`${stage.url}/portal${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    await stage.fits(page, path);
  }
}

describe('the portal', () => {
  it('lets in whoever has the token or a code, and nobody else', async () => {
    const page = await stage.page();
    await page.goto(`${stage.url}/portal/deployments?q=x`);
    await page.getByLabel("The server's token").fill('guess');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not the token of the server.').waitFor();
    await page.getByLabel("The server's token").fill(process.env['FLORIA_TOKEN'] ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Deployments' }).waitFor();
    expect(page.url()).toContain('/portal/deployments?q=x');

    const second = await stage.page();
    const { code } = await stage.api<{ code: string }>('POST', '/sessions/codes', {});
    await second.goto(`${stage.url}/portal/#code=${code}`);
    await second.getByRole('heading', { name: 'Home' }).waitFor();
    expect(second.url()).not.toContain(code);
    const third = await stage.page();
    await third.goto(`${stage.url}/portal/#code=${code}`);
    await third.getByText('This sign-in was used already').waitFor();
    await stage.ends(third, 'sign-in');
  });

  it('plans and deploys a pasted template, and shows its states as they come', async () => {
    const page = await stage.signedIn('/deploy');
    await page
      .getByRole('textbox', { name: 'Text of the template' })
      .fill(
        SHOP.replace('create: create.sh', 'configure: { inputs: {} }').replace(
          'start: start.sh',
          'stop: { inputs: {} }',
        ),
      );
    await page.getByRole('textbox', { name: 'Name' }).fill('pasted');
    await page.getByRole('table').getByText('campus').first().waitFor();
    await page.getByText('smallest sufficient offer').first().waitFor();
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await page.getByRole('heading', { name: 'pasted' }).waitFor();
    await sees(page, 'running');
    expect(await page.getByText('<script>alert(3)</script>').count()).toBeGreaterThan(0);
    await stage.ends(page, 'deployment');
  });

  it('says what a template lacks, and where', async () => {
    const page = await stage.signedIn('/deploy');
    await page
      .getByRole('textbox', { name: 'Text of the template' })
      .fill(SHOP.replace('type: tosca.nodes.Compute', 'type: tosca.nodes.Computer'));
    await page.getByText('template.yaml:').first().waitFor();
    await page.getByText('Did you mean').first().waitFor();
    expect(await page.getByRole('button', { name: 'Deploy', exact: true }).count()).toBe(0);
    await stage.ends(page, 'problems');
  });

  it('makes a form of what an example asks for', async () => {
    const page = await stage.signedIn('/catalogue');
    await page
      .getByRole('link', { name: /^notebook(?!-)/ })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'cpus' }).fill('0');
    await page.getByText('It has to be at least 1.').waitFor();
    await page.getByRole('textbox', { name: 'cpus' }).fill('2');
    await page.getByText('Wait until ready').waitFor();
    await stage.ends(page, 'deploy');
  });

  it('shows what failed and why, and goes on from there', async () => {
    await deployed('stumbles', 'stumble', 'failed');
    const page = await stage.signedIn('/deployments/stumbles');
    const alert = page.getByRole('alert');
    await alert.getByText('exit code 3').waitFor();
    await page.screenshot({ path: 'target/screenshots/failure-light.png' });
    await alert.getByRole('button', { name: 'Retry' }).click();
    await sees(page, 'running');
    await alert.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('Run create').first().waitFor();
    await stage.ends(page, 'timeline');
  });

  it('follows logs, and filters them', async () => {
    await stage.api('POST', '/deployments', shop('chatty'));
    const page = await stage.signedIn('/deployments/chatty?tab=logs');
    const log = page.getByRole('log');
    await log.getByText('line 6 of').first().waitFor({ timeout: 60_000 });
    await page.getByRole('combobox', { name: 'Stream' }).selectOption('err');
    await expect.poll(() => log.getByText('line 6 of').count()).toBe(0);
    await log.getByText('line 5 of').first().waitFor();
    expect(page.url()).toContain('stream=err');
    await page.reload();
    await log.getByText('line 5 of').first().waitFor();
    await stage.ends(page, 'logs');
  });

  it('updates with the difference and the consequence shown first', async () => {
    await deployed('changes');
    const page = await stage.signedIn('/deployments/changes?tab=update');
    await page.getByRole('textbox', { name: 'mode' }).fill('better');
    await page.getByRole('button', { name: 'Show what it would do' }).click();
    await page
      .getByText('changed in place')
      .or(page.getByText('restarted'))
      .or(page.getByText('made anew'))
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByRole('tab', { name: 'Overview', selected: true }).waitFor();
    await until('changes', 'running');
    await page.getByRole('tab', { name: 'Revisions' }).click();
    await page.getByRole('button', { name: 'Compare with 1' }).click();
    await page.getByText('+ mode: better').waitFor();
    await stage.ends(page, 'revisions');
  });

  it('scales and rolls back', async () => {
    await deployed('grows');
    const page = await stage.signedIn('/deployments/grows');
    await act(page, 'Scale');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'server' }).fill('3');
    await dialog.getByText('server.2').waitFor();
    await page.screenshot({ path: 'target/screenshots/scale-light.png' });
    await dialog.getByRole('button', { name: 'Do it' }).click();
    await page.locator('tr', { hasText: 'server.2' }).waitFor({ timeout: 60_000 });
    await until('grows', 'running');
    await page.getByRole('tab', { name: 'Revisions' }).click();
    await page.getByRole('button', { name: 'Roll back' }).first().click();
    await dialog.getByText('removed').first().waitFor();
    await dialog.getByRole('button', { name: 'Do it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until('grows', 'running');
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page
      .locator('tr', { hasText: 'server.2' })
      .waitFor({ state: 'detached', timeout: 60_000 });
    await stage.ends(page, 'scaled');
  });

  it('deletes for who types the name', async () => {
    await deployed('goes');
    const page = await stage.signedIn('/deployments/goes');
    await act(page, 'Delete');
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('goes');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect
      .poll(
        async () =>
          (
            await stage.api<{ items: { name: string }[] }>('GET', '/deployments?limit=100')
          ).items.some((one) => one.name === 'goes'),
        { timeout: 60_000 },
      )
      .toBe(false);
    await page.getByRole('link', { name: 'Deployments', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Deleted ones too' }).check();
    await page.locator('tr', { hasText: 'goes' }).getByText('Deleted').first().waitFor();
    await stage.ends(page, 'deployments');
  });

  it('asks for a new sign-in when a session has ended, and goes on where it was', async () => {
    const page = await stage.signedIn('/sites');
    await page.getByText('nothing listens at api.remote.example').waitFor();
    await page.evaluate(async () => {
      const { token } = JSON.parse(sessionStorage.getItem('floria.session') ?? '{}') as {
        token: string;
      };
      await fetch('../api/v1/sessions/current', {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${token}` },
      });
    });
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByText('You are signed out').waitFor();
    await page.getByLabel("The server's token").fill(process.env['FLORIA_TOKEN'] ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sites' }).waitFor();
    await stage.ends(page, 'sites');
  });

  it('is found through by keys alone', async () => {
    const page = await stage.signedIn('/');
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Catalogue' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('JupyterNotebook');
    await page.getByText('floria.nodes.JupyterNotebook', { exact: true }).last().waitFor();
    // What fits the first letters alone would be taken before it has gone.
    await page.getByText('Deploy notebook-gpu').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'floria.nodes.JupyterNotebook' }).waitFor();
    await page.getByText('Declared by').first().waitFor();
    await stage.ends(page, 'type');
  });

  it('fits a narrow screen', async () => {
    const page = await stage.signedIn('/', 390, 844);
    await fit(page, PAGES);
    await page.goto(`${stage.url}/portal/`);
    await page.getByRole('heading', { name: 'Home' }).waitFor();
    await stage.ends(page, 'narrow');
  });

  it('can be read and used at twice the size', async () => {
    await deployed('large');
    const page = await stage.signedIn('/', 1280, 860, 2);
    await fit(page, PAGES);
    await fit(
      page,
      ['', '?tab=graph', '?tab=timeline', '?tab=logs', '?tab=events', '?tab=revisions'].map(
        (tab) => `/deployments/large${tab}`,
      ),
    );
    await fit(page, ['/compose/large']);
    await page.getByText('The canvas needs a wider screen').waitFor();
    await page.goto(`${stage.url}/portal/deploy?template=notebook`);
    await page.getByRole('table').first().waitFor();
    await stage.looks(page, 'large-deploy');
    await page.goto(`${stage.url}/portal/deployments/large`);
    await sees(page, 'running');
    await stage.ends(page, 'large');
  });

  it('shows the state of everything at the start', async () => {
    const page = await stage.signedIn('/');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('Cannot be used now').first().waitFor();
    await page.getByText('A Jupyter notebook.').first().waitFor();
    await stage.ends(page, 'home');
  });

  it('lists offers for a wish', async () => {
    const page = await stage.signedIn('/offers');
    await page.getByRole('textbox', { name: 'GPU' }).fill('A100:1');
    await page.getByText('g5.a100').waitFor();
    await expect.poll(() => page.getByText('c2.small').count()).toBe(0);
    await stage.ends(page, 'offers');
  });

  it('draws what is there, and tells what was used and what it costs', async () => {
    await deployed('costly');
    const page = await stage.signedIn('/deployments/costly?tab=graph');
    const server = page.locator('.card[data-node="server"]');
    await server.getByText('Started').waitFor();
    await expect
      .poll(() => page.locator('dt', { hasText: 'Cost so far' }).locator('..').textContent())
      .toMatch(/EUR/);
    await stage.looks(page, 'graph');
    await page.getByRole('link', { name: 'Usage', exact: true }).click();
    await page.locator('tr', { hasText: 'costly' }).filter({ hasText: 'stands' }).first().waitFor();
    await page.getByRole('combobox', { name: 'Sums by' }).selectOption('sites');
    await page.getByRole('row', { name: /^campus/ }).waitFor();
    const arriving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const table = readFileSync((await (await arriving).path())!, 'utf8');
    expect(table.split('\r\n')[0]).toBe(
      'project,owner,deployment,id,node,index,site,offer,from,until,hours,price_per_hour,cost,currency',
    );
    expect(table).toContain(',costly,');
    await stage.looks(page, 'usage');
    await page.getByRole('link', { name: 'Projects', exact: true }).click();
    await page.getByRole('heading', { name: 'default' }).waitFor();
    await page.getByText('Cost in 30 days').waitFor();
    await stage.ends(page, 'projects');
  });

  it('tells who did what', async () => {
    await stage.api('POST', '/deployments', shop('audited'));
    const page = await stage.signedIn('/audit');
    await page.getByText('audited is created').waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('audited is created');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: 'audited' }).waitFor();
    const arriving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    expect((await arriving).suggestedFilename()).toBe('audit.csv');
    await stage.ends(page, 'audit');
  });
});
