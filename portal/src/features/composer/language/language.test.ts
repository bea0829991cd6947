import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { change } from '../document/history';
import { read } from '../model/graph';
import { foundBy } from './diagnostics';
import { contentChange, offsetOf, positionOf } from './positions';
import { rendered } from './prose';

const TEXT = `tosca_definitions_version: tosca_simple_yaml_1_3
topology_template:
  node_templates:
    one:
      type: tosca.nodes.Computer
`;

describe('positions', () => {
  test('lead there and back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', 'é', '😀') }),
        fc.nat(),
        (text, n) => {
          const at = n % (text.length + 1);
          expect(offsetOf(text, positionOf(text, at))).toBe(at);
        },
      ),
    );
  });

  test('a change is told so that the server has the same text', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const made = change(before, after);
        if (made === undefined) {
          return;
        }
        const { range, text } = contentChange(before, made);
        const there =
          before.slice(0, offsetOf(before, range.start)) +
          text +
          before.slice(offsetOf(before, range.end));
        expect(there).toBe(after);
      }),
    );
  });

  test('behind the end of a text is its end', () => {
    expect(offsetOf('a\nb', { line: 7, character: 0 })).toBe(3);
    expect(offsetOf('a\nb', { line: 0, character: 9 })).toBe(1);
  });
});

test('a diagnostic is the problem of the node that it stands in, with its fix', () => {
  const reading = read(TEXT);
  if (reading.kind === 'broken') {
    throw new Error(reading.message);
  }
  const range = { start: { line: 4, character: 12 }, end: { line: 4, character: 32 } };
  const diagnostic = { range, message: 'unknown type\ndid you mean?', severity: 1, code: 'x' };
  const edit = { changes: { 'draft:/t.yaml': [{ range, newText: 'tosca.nodes.Compute' }] } };
  const [found] = foundBy(
    [diagnostic],
    [{ title: 'Change it', diagnostics: [diagnostic], edit }],
    'draft:/t.yaml',
    TEXT,
    reading.graph,
  );
  expect(found).toMatchObject({
    node: 'one',
    line: 5,
    message: 'unknown type',
    hint: 'did you mean?',
    severity: 'error',
    fix: { label: 'Change it', fresh: 'tosca.nodes.Compute' },
  });
  expect(TEXT.slice(found?.start, found?.end)).toBe('tosca.nodes.Computer');
});

test('what the server says of a name is text, whatever is in it', () => {
  const shown = rendered('**bold** `<b>`\n\n- one\n- <img src=x>\n\n```yaml\na: b\n```');
  expect(shown.querySelector('img')).toBeNull();
  expect([...shown.children].map(({ tagName }) => tagName)).toEqual(['P', 'UL', 'PRE']);
  expect(shown.querySelector('code')?.textContent).toBe('<b>');
});
