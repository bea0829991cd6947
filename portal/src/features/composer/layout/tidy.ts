import ELK from 'elkjs/lib/elk-api';
import worker from 'elkjs/lib/elk-worker.min.js?url';
import type { Drawing } from '../model/containment';
import { elkGraph, positionsOf, type Positions } from './arrange';

let layouter: InstanceType<typeof ELK> | undefined;

/** Puts all nodes where they are easy to read, in a worker of its own. */
export async function tidy(names: readonly string[], drawn: Drawing): Promise<Positions> {
  layouter ??= new ELK({
    // As it is: bundled anew it would be a module, which its own loader is not made for.
    workerFactory: () => new Worker(worker),
  });
  return positionsOf(await layouter.layout(elkGraph(names, drawn)));
}
