// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { composerStore } from './composer';
import { merged, Saver, unsaved, type Answer } from './saving';

const TEXT = `tosca_definitions_version: tosca_simple_yaml_1_3

topology_template:
  node_templates:
    machine:   # here
      type: tosca.nodes.Compute
`;
const kept = {
  id: 'd',
  name: 'd',
  path: 't.yaml',
  text: TEXT,
  files: {},
  inputs: {},
  changedAt: '',
};

test('canvas and text are one history', () => {
  const store = composerStore(kept, {}, []);
  const is = () => store.getState();
  is().addNode('tosca.nodes.Compute', { host: { name: 'machine', by: 'host' } });
  expect(is().graph.nodes.map(({ name }) => name)).toEqual(['machine', 'compute']);
  expect(is().drawn.host.get('compute')).toBe('machine');
  const drawnText = is().history.text;
  is().type(`${drawnText}# a note\n`);
  is().rename('machine', 'host one');
  expect(is().history.text).toContain('- host: host one');
  expect(is().selected).toEqual(['host one']);
  is().undo();
  is().undo();
  expect(is().history.text).toBe(drawnText);
  is().undo();
  expect(is().history.text).toBe(TEXT);
  is().redo();
  expect(is().history.text).toBe(drawnText);
});

test('a broken text leaves the canvas as it was and says where', () => {
  const store = composerStore(kept, {}, []);
  store.getState().type(`${TEXT}x: [\n`);
  expect(store.getState().broken?.line).toBeGreaterThan(6);
  expect(store.getState().graph.nodes).toHaveLength(1);
  expect(store.getState().operate('x', [{ kind: 'delete-nodes', names: ['machine'] }])).toBe(false);
  expect(store.getState().notice.text).toContain('first');
  store.getState().undo();
  expect(store.getState().broken).toBeUndefined();
});

test('copies come with names of their own, again and again', () => {
  const store = composerStore(kept, {}, []);
  store.getState().copy(['machine']);
  store.getState().paste();
  store.getState().paste();
  expect(store.getState().graph.nodes.map(({ name }) => name)).toEqual([
    'machine',
    'machine_2',
    'machine_3',
  ]);
});

test('where nodes stand is undone too, and the text does not say it', () => {
  const store = composerStore(kept, {}, []);
  store.getState().move('Move', { machine: { x: 5, y: 6 } });
  expect(store.getState().history.text).toBe(TEXT);
  store.getState().undo();
  expect(store.getState().history.side['machine']).toEqual({ x: 0, y: 0 });
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('saves a moment after the last change, and the next one after that', async () => {
  const sent: [string, number][] = [];
  const saver = new Saver<string>(
    (content, seen) => {
      sent.push([content, seen]);
      return Promise.resolve<Answer<string>>({ kind: 'kept', number: seen + 1 });
    },
    () => undefined,
    3,
    'a',
    (one, other) => one === other,
  );
  saver.offer('a');
  saver.offer('ab');
  saver.offer('abc');
  await vi.advanceTimersByTimeAsync(1100);
  expect(sent).toEqual([['abc', 3]]);
  saver.offer('abcd');
  await saver.now();
  expect(sent.at(-1)).toEqual(['abcd', 4]);
  expect(saver.current).toEqual({ kind: 'saved', number: 5 });
});

test('knows its own work again when the answer was lost', async () => {
  const kept: string[] = [];
  let lost = true;
  const saver = new Saver<string>(
    (content, seen) => {
      if (seen !== kept.length) {
        const theirs = { number: kept.length, by: 'me', content: kept.at(-1) ?? '' };
        return Promise.resolve<Answer<string>>({ kind: 'stale', theirs });
      }
      kept.push(content);
      const answer: Answer<string> = lost
        ? { kind: 'offline', why: 'gone' }
        : { kind: 'kept', number: kept.length };
      lost = false;
      return Promise.resolve(answer);
    },
    () => undefined,
    0,
    undefined,
    (one, other) => one === other,
  );
  saver.offer('a');
  await saver.now();
  saver.offer('ab');
  await saver.now();
  expect(kept).toEqual(['a', 'ab']);
  expect(saver.current).toEqual({ kind: 'saved', number: 2 });
});

test('stops at a conflict until it is settled', async () => {
  const sent: string[] = [];
  const theirs = { number: 7, by: 'bob', content: 'theirs' };
  let stale = true;
  const saver = new Saver<string>(
    (content, seen) => {
      sent.push(content);
      return Promise.resolve<Answer<string>>(
        stale ? { kind: 'stale', theirs } : { kind: 'kept', number: seen + 1 },
      );
    },
    () => undefined,
    1,
    'base',
    (one, other) => one === other,
  );
  saver.offer('mine');
  await vi.advanceTimersByTimeAsync(1100);
  expect(saver.current).toEqual({ kind: 'conflict', theirs });
  saver.offer('more');
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(['mine']);
  stale = false;
  saver.settle(theirs, 'both');
  await vi.advanceTimersByTimeAsync(1100);
  expect(saver.current).toEqual({ kind: 'saved', number: 8 });
});

test('puts changes of different places together, and no others', () => {
  expect(merged('a\nb\nc\n', 'a1\nb\nc\n', 'a\nb\nc2\n')).toBe('a1\nb\nc2\n');
  expect(merged('a\nb\n', 'a1\nb\n', 'a2\nb\n')).toBeUndefined();
  expect(merged('a\n', 'a\n', 'b\n')).toBe('b\n');
});

test('what the server has is not covered by a draft that this browser never kept', () => {
  const fresh = 'tosca_definitions_version: tosca_2_0\n';
  expect(unsaved(false, fresh, { text: TEXT })).toBe(false);
  expect(unsaved(true, fresh, { text: TEXT })).toBe(true);
  expect(unsaved(true, TEXT, { text: TEXT })).toBe(false);
  expect(unsaved(true, fresh, undefined)).toBe(false);
});
