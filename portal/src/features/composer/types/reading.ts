import { library, type Library, type TypeSource } from './sources';

/** Reads the types in a worker of their own, or here where there are none. */
export async function readTypes(sources: Promise<readonly TypeSource[]>): Promise<Library> {
  if (typeof Worker === 'undefined') {
    return library(await sources);
  }
  // It is loaded while the types are.
  const reader = new Worker(new URL('./reader.ts', import.meta.url), { type: 'module' });
  try {
    const all = await sources;
    return await new Promise<Library>((answer, fail) => {
      reader.addEventListener('message', ({ data }: MessageEvent<Library>) => answer(data));
      reader.addEventListener('error', ({ message }) => fail(new Error(message)));
      reader.postMessage(all);
    });
  } finally {
    reader.terminate();
  }
}
