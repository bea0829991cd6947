import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { drag, node, saved as savedBy } from './composing';
import { Stage } from './stage';

const stage = new Stage();

beforeAll(() => stage.open());
afterEach(({ task }) => stage.clear(task.name));
afterAll(() => stage.close());

const ADD_ON = `tosca_definitions_version: tosca_simple_yaml_1_3
topology_template:
  node_templates:
    compute:
      type: tosca.nodes.Compute
      capabilities: { host: { properties: { num_cpus: 2 } } }
      requirements:
        - local_storage: { node: volume, relationship: { type: tosca.relationships.AttachesTo, properties: { location: /data } } }
    volume:
      type: tosca.nodes.Storage.BlockStorage
      properties: { name: data, size: 1 GB }
`;

const saved = (draft: string, words: string) => savedBy(stage, draft, words);

describe('the composer', () => {
  it('composes a machine, a database and an application by mouse', async () => {
    const page = await stage.signedIn('/compose/mouse', 1440, 900);
    await page.getByText('Begin with a machine').waitFor();
    const box = (await page.locator('.view > .canvas').boundingBox())!;
    await drag(page, 'tosca.nodes.Compute', box.x + 200, box.y + 200);
    await node(page, 'compute').waitFor();
    const machine = (await node(page, 'compute').boundingBox())!;
    await drag(page, 'floria.nodes.PostgreSQL', machine.x + 120, machine.y + 50);
    await node(page, 'postgresql').waitFor();
    await drag(page, 'floria.nodes.PythonService', box.x + 150, box.y + 480);
    await node(page, 'python_service').waitFor();

    // The service goes onto the machine by its handle, and a volume comes by what fits.
    const from = node(page, 'python_service').locator('.react-flow__handle[data-handleid="host"]');
    await node(page, 'python_service').hover();
    await from.dragTo(node(page, 'compute'), { targetPosition: { x: 4, y: 36 } });
    const text = await saved('mouse', 'floria.nodes.PythonService\n      requirements:');
    expect(text).toBe(`tosca_definitions_version: tosca_simple_yaml_1_3

imports:
  - floria
topology_template:
  node_templates:
    compute:
      type: tosca.nodes.Compute
    postgresql:
      type: floria.nodes.PostgreSQL
      requirements:
        - host: compute
    python_service:
      type: floria.nodes.PythonService
      requirements:
        - host: compute
`);

    // The application is connected to the database.
    await page.getByRole('combobox', { name: 'dependency' }).click();
    await page.getByRole('option', { name: 'postgresql' }).click();
    await saved('mouse', '- dependency: postgresql');
    await page.getByRole('button', { name: 'Tidy' }).click();
    await page.getByText('No problems').waitFor();
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    await page.getByRole('heading', { name: 'Deploy' }).waitFor();
    await page.goBack();
    await node(page, 'postgresql').waitFor();
    await stage.ends(page, 'composer');
  });

  it('composes the same by keyboard alone', async () => {
    const page = await stage.signedIn('/compose/keys', 1440, 900);
    await page.getByText('Begin with a machine').waitFor();
    const add = async (type: string, name: string) => {
      await page.keyboard.press('a');
      await page.getByRole('dialog').getByRole('textbox', { name: 'Search types' }).waitFor();
      await page.keyboard.type(type);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect
        .poll(() => page.getByRole('textbox', { name: 'Name', exact: true }).inputValue())
        .toBe(name);
    };
    const choose = async (requirement: string, target: string) => {
      await page.getByRole('combobox', { name: requirement }).focus();
      await page.keyboard.type(target);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('body').press('Escape');
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    };
    await add('tosca.nodes.Compute', 'compute');
    await add('floria.nodes.PostgreSQL', 'postgresql');
    await choose('host (on)', 'compute');
    await add('floria.nodes.PythonService', 'python_service');
    await choose('host (on)', 'compute');
    await choose('dependency', 'postgresql');
    const text = await saved('keys', '- dependency: postgresql');
    expect(text.match(/- host: compute/g)).toHaveLength(2);

    // In the outline: walk, delete, and take it back.
    await page.getByRole('tab', { name: 'Outline' }).focus();
    await page.keyboard.press('Enter');
    const tree = page.getByRole('tree', { name: 'Nodes' });
    await tree.getByRole('treeitem', { name: /^compute/ }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Delete');
    await expect.poll(() => tree.getByRole('treeitem').count()).toBe(2);
    await page.keyboard.press('Control+z');
    await expect.poll(() => tree.getByRole('treeitem').count()).toBe(3);
    expect(await saved('keys', '- dependency: postgresql')).toBe(text);
    await stage.ends(page, 'composer-outline');
  });

  it('keeps canvas and text in step, both ways, and waits while the text is broken', async () => {
    const page = await stage.signedIn('/compose/both', 1440, 900);
    await page.getByText('Split').click();
    const editor = page.getByRole('textbox', { name: 'Text of the template' });
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(
      '# mine\ntopology_template:\n  node_templates:\n    one: { type: tosca.nodes.Compute }   # here\n',
    );
    await node(page, 'one').waitFor();
    await node(page, 'one').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('machine');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => editor.textContent())
      .toContain('machine: { type: tosca.nodes.Compute }   # here');

    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('x: [');
    await page.getByRole('alert').filter({ hasText: 'The text cannot be read' }).waitFor();
    expect(await node(page, 'machine').count()).toBe(1);
    await page.keyboard.press('Control+z');
    await page
      .getByRole('alert')
      .filter({ hasText: 'The text cannot be read' })
      .waitFor({ state: 'detached' });

    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('    two: { type: tosca.nodes.Computer }\n');
    await page.getByRole('button', { name: /two/ }).filter({ hasText: 'Comput' }).first().waitFor();
    await page.screenshot({ path: 'target/screenshots/composer-problem-light.png' });
    await page.keyboard.press('Control+z');
    await page.getByText('No problems').waitFor();
    await stage.ends(page, 'composer-split');
  });

  it('draws workflows, what a template stands in for, groups and policies', async () => {
    const page = await stage.signedIn('/compose/flows', 1440, 900);
    await page.getByText('Split').click();
    await page.getByRole('textbox', { name: 'Text of the template' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(
      'topology_template:\n  node_templates:\n    one: { type: tosca.nodes.Compute }\n    two: { type: tosca.nodes.Compute }\n',
    );
    await node(page, 'one').waitFor();

    // Steps, by forms and by a line that is drawn.
    await page.getByText('Workflows', { exact: true }).click();
    await page.getByRole('textbox', { name: 'New workflow' }).fill('tidy_up');
    await page.getByRole('button', { name: 'Add workflow' }).click();
    const step = (name: string) => page.locator(`.card.step[data-step="${name}"]`);
    await step('one_step').waitFor();
    await page.getByRole('button', { name: 'Add a step' }).click();
    await step('step_2').waitFor();
    await page
      .getByRole('region', { name: 'Step step_2' })
      .getByRole('combobox', { name: 'Target' })
      .selectOption('two');
    await page
      .getByRole('region', { name: 'Step one_step' })
      .getByRole('combobox', { name: 'Another activity' })
      .click();
    await page.getByRole('option', { name: 'Standard.configure' }).click();
    await saved('flows', 'call_operation: Standard.configure');
    await step('one_step')
      .locator('.react-flow__handle[data-handleid="on_failure"]')
      .dragTo(step('step_2').locator('.react-flow__handle[data-handleid="in"]'));
    await saved('flows', 'on_failure:');
    await page.screenshot({ path: 'target/screenshots/composer-workflow.png' });
    const name = page
      .getByRole('region', { name: 'Step step_2' })
      .getByRole('textbox', { name: 'Step' });
    await name.fill('mend');
    await name.blur();
    expect(await saved('flows', 'mend:')).toMatch(/on_failure: \[ mend \]/);
    await stage.looks(page, 'composer-workflows');

    // A value becomes an input; nodes become a group under a policy; the whole stands in for a type.
    await page.getByText('Canvas', { exact: true }).click();
    await node(page, 'one').click();
    await page.getByRole('textbox', { name: /^num_cpus/ }).fill('2');
    await page.keyboard.press('Enter');
    await saved('flows', 'num_cpus: 2');
    await page.getByRole('button', { name: 'More for num_cpus' }).click();
    await page.getByRole('menuitem', { name: 'Make an input of it' }).click();
    expect(await saved('flows', 'get_input: num_cpus')).toContain('  inputs:\n    num_cpus:');
    await node(page, 'two').click({ modifiers: ['Control'] });
    await page.getByRole('heading', { name: '2 nodes' }).waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('both');
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('combobox', { name: 'Policy for them' }).click();
    await page.getByRole('option', { name: 'tosca.policies.Placement' }).click();
    await page.getByRole('button', { name: 'Set policy' }).click();
    await page.getByRole('tab', { name: 'In/Out' }).click();
    await page.getByRole('button', { name: 'Delete policy both' }).waitFor();
    await page.getByRole('combobox', { name: 'Stands in for' }).fill('tosca.nodes.Compute');
    await page.getByRole('option', { name: 'tosca.nodes.Compute', exact: true }).click();
    await page.getByRole('button', { name: 'Stand in for it' }).click();
    await page.getByRole('combobox', { name: 'Capability host' }).click();
    await page.getByRole('option', { name: 'one / host' }).click();
    expect(await saved('flows', 'substitution_mappings:')).toContain(
      'node_type: tosca.nodes.Compute',
    );
    await saved('flows', 'capabilities:\n      host:');
    await page.getByRole('button', { name: 'Delete policy both' }).click();
    await expect
      .poll(() => page.getByRole('button', { name: 'Delete policy both' }).count())
      .toBe(0);
    await stage.ends(page, 'composer-substitution');
  });

  it('knows the language while text is written', async () => {
    const draft = `language-${Date.now()}`;
    const page = await stage.signedIn(`/compose/${draft}`, 1440, 900);
    await page.getByText('Text', { exact: true }).click();
    const editor = page.getByRole('textbox', { name: 'Text of the template' });
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(
      'topology_template:\n  node_templates:\n    one:\n      type: tosca.nodes.Computer\n',
    );

    // What is wrong is said where it stands, with what mends it.
    await page.locator('.cm-lintRange-error').first().waitFor();
    await page.getByRole('button', { name: "Change to 'tosca.nodes.Compute'" }).click();
    await page.getByText('No problems').waitFor();

    // What fits is offered, with what it is.
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(
      '      capabilities:\n        host:\n          properties:\n            ',
    );
    await page.keyboard.type('num', { delay: 20 });
    const offered = page.getByRole('option', { name: /^num_cpus/ });
    await offered.waitFor();
    await page.screenshot({ path: 'target/screenshots/composer-completion-light.png' });
    await offered.click();
    await page.keyboard.type('2');
    await saved(draft, 'num_cpus: 2');
    await page.getByText('No problems').waitFor();

    await page.locator('.cm-line').getByText('num_cpus').hover();
    await page.locator('.cm-tooltip-hover').waitFor();
    await stage.ends(page, 'composer-language');
  });

  it('takes a draft away as an archive and in again, merges an add-on, and shows what is different', async () => {
    const draft = `archive-${Date.now()}`;
    const page = await stage.signedIn(`/compose/${draft}`, 1440, 900);
    await page.getByRole('textbox', { name: 'Search types' }).fill('tosca.nodes.Compute');
    await page.keyboard.press('Enter');
    await node(page, 'compute').waitFor();
    await saved(draft, 'compute:');

    await page.getByRole('button', { name: 'More', exact: true }).click();
    const arriving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Export as an archive' }).click();
    const archive = await (await arriving).path();

    // A merge says what it would change before it does.
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Merge an add-on' }).click();
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles({ name: 'more.yaml', mimeType: 'text/yaml', buffer: Buffer.from(ADD_ON) });
    await page.getByRole('button', { name: 'Merge it' }).click();
    await node(page, 'volume').waitFor();
    expect(await saved(draft, 'volume:')).toContain('num_cpus: 2');

    // The picture of the difference: one came, one is changed.
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('.revision').last().click();
    const picture = page.getByRole('dialog');
    await picture.getByText('1 added').waitFor();
    await picture.getByText('1 changed').waitFor();
    expect(await picture.locator('.card.added').getAttribute('data-node')).toBe('volume');
    await picture.locator('.react-flow__edge.added, .card.added').first().waitFor();
    await page.screenshot({ path: 'target/screenshots/composer-difference-light.png' });
    await page.evaluate(() =>
      document.documentElement.setAttribute('data-mantine-color-scheme', 'dark'),
    );
    await page.screenshot({ path: 'target/screenshots/composer-difference-dark.png' });
    await picture.getByText('Text', { exact: true }).click();
    await picture.getByRole('button', { name: 'Go back to it' }).click();
    await expect.poll(() => node(page, 'volume').count()).toBe(0);

    // The archive is looked into before it is taken in.
    await page.goto(`${stage.url}/portal/catalogue/import`);
    await page.locator('input[type=file]').setInputFiles({
      name: 'machine.csar',
      mimeType: 'application/zip',
      buffer: readFileSync(archive),
    });
    await page.getByText('nothing is wrong with it').waitFor();
    await page.getByRole('rowheader', { name: 'template.yaml' }).waitFor();
    await page.screenshot({ path: 'target/screenshots/import-report-light.png' });
    await page.getByRole('button', { name: 'Compose it' }).click();
    await node(page, 'compute').waitFor();
    await page.goBack();
    await page.getByText('nothing of it is kept').waitFor();
    await stage.ends(page, 'import');
  });

  it('lets neither of two editors lose work', async () => {
    const one = await stage.signedIn('/compose/shared', 1440, 900);
    await one.getByText('Begin with a machine').waitFor();
    await one.getByRole('textbox', { name: 'Search types' }).fill('tosca.nodes.Compute');
    await one.keyboard.press('Enter');
    await saved('shared', 'compute:');
    // So that what each of them adds later is at a place of its own.
    await one.getByRole('tab', { name: 'In/Out' }).click();
    await one.getByRole('textbox', { name: 'New input' }).fill('place');
    await one.getByRole('button', { name: 'Add', exact: true }).click();
    await saved('shared', 'place:');
    const two = await stage.signedIn('/compose/shared', 1440, 900);
    await node(two, 'compute').waitFor();

    await one.getByRole('tab', { name: 'Node' }).click();
    await node(one, 'compute').click();
    await one.getByRole('textbox', { name: 'num_cpus' }).fill('4');
    await one.keyboard.press('Enter');
    await saved('shared', 'num_cpus: 4');
    await two.getByRole('tab', { name: 'In/Out' }).click();
    await two.getByRole('textbox', { name: 'New input' }).fill('size');
    await two.getByRole('button', { name: 'Add', exact: true }).click();
    await two.getByText('Somebody else changed this draft').waitFor();
    await two.screenshot({ path: 'target/screenshots/composer-conflict-light.png' });
    await two.getByRole('button', { name: 'Put both together' }).click();
    const text = await saved('shared', 'size:');
    expect(text).toContain('num_cpus: 4');
    await stage.ends(two, 'composer-conflict');
  });

  it('shows names as they are, whatever they are', async () => {
    const page = await stage.signedIn('/compose/names', 1440, 900);
    await page.getByText('Begin with a machine').waitFor();
    await page.getByRole('textbox', { name: 'Search types' }).fill('tosca.nodes.Compute');
    await page.keyboard.press('Enter');
    await node(page, 'compute').click();
    const name = '<img src=x onerror=alert(1)>';
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.keyboard.press('Enter');
    await page.locator('.card .name').filter({ hasText: name }).waitFor();
    await page.getByRole('tab', { name: 'Outline' }).click();
    await page.getByRole('treeitem').filter({ hasText: name }).waitFor();
    await saved('names', name);
    await stage.ends(page, 'composer-names');
  });

  it('offers the outline where there is no room for a canvas', async () => {
    const page = await stage.signedIn('/compose/mouse', 390, 800);
    await page.getByText('The canvas needs a wider screen').waitFor();
    await page.getByRole('treeitem').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      390,
    );
    await stage.ends(page, 'composer-narrow');
  });
});
