import type { TypeSource } from './sources';
import { library } from './sources';

// Reads the types that come with Floria while the page reads the template: neither waits for the other.
self.addEventListener('message', ({ data }: MessageEvent<readonly TypeSource[]>) =>
  self.postMessage(library(data)),
);
