import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageReader } from './sse';

const STREAM =
  ': stream\n\nid: 1\nevent: log\ndata: {"a":1}\n\n: still here\n\nid: 2\nevent: log\ndata: x\ndata: y\n\n';

describe('MessageReader', () => {
  it('reads messages and passes comments over', () => {
    expect(new MessageReader().read(STREAM)).toEqual([
      { id: '1', event: 'log', data: '{"a":1}' },
      { id: '2', event: 'log', data: 'x\ny' },
    ]);
  });

  it('reads the same however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 8 }), (cuts) => {
        const reader = new MessageReader();
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const found = places
          .slice(1)
          .flatMap((end, at) => reader.read(STREAM.slice(places[at], end)));
        expect(found).toEqual(new MessageReader().read(STREAM));
      }),
    );
  });
});
