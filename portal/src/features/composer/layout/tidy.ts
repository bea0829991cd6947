import ELK from 'elkjs/lib/elk-api';
import type { Drawing } from '../model/containment';
import { elkGraph, positionsOf, type Positions } from './arrange';

let layouter: InstanceType<typeof ELK> | undefined;

/** Puts all nodes where they are easy to read, in a worker of its own. */
export async function tidy(names: readonly string[], drawn: Drawing): Promise<Positions> {
  layouter ??= new ELK({
    workerFactory: () =>
      new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url), { type: 'classic' }),
  });
  return positionsOf(await layouter.layout(elkGraph(names, drawn)));
}
