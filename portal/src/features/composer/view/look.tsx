import {
  IconBox,
  IconBrandPython,
  IconDatabase,
  IconDeviceFloppy,
  IconNetwork,
  IconNotebook,
  IconPlayerPlay,
  IconScale,
  IconServer2,
  IconStack2,
  IconWorld,
  type Icon,
} from '@tabler/icons-react';
import type { Catalogue } from '../types/catalogue';

export type Look = { readonly icon: Icon; readonly family: string };

const LOOKS: readonly (readonly [RegExp, Look])[] = [
  [/Jupyter/, { icon: IconNotebook, family: 'service' }],
  [/(DBMS|Database|PostgreSQL|MySQL)/, { icon: IconDatabase, family: 'data' }],
  [
    /(BlockStorage|ObjectStorage|FileStorage|Volume)$/,
    { icon: IconDeviceFloppy, family: 'storage' },
  ],
  [/(LoadBalancer)$/, { icon: IconScale, family: 'network' }],
  [/network\.|Network$/, { icon: IconNetwork, family: 'network' }],
  [/Job$/, { icon: IconPlayerPlay, family: 'job' }],
  [/Python/, { icon: IconBrandPython, family: 'service' }],
  [/(Web|Service$)/, { icon: IconWorld, family: 'service' }],
  [/(Container|Kubernetes|Cluster)/, { icon: IconStack2, family: 'machine' }],
  [/(Compute|Machine)$/, { icon: IconServer2, family: 'machine' }],
];

/** How a node of a type looks: by its own name, or by that of what it derives from. */
export function lookOf(catalogue: Catalogue, type: string): Look {
  const line = catalogue.find('node', type)?.line ?? [type];
  for (const name of line) {
    const found = LOOKS.find(([pattern]) => pattern.test(name));
    if (found !== undefined) {
      return found[1];
    }
  }
  return { icon: IconBox, family: 'plain' };
}
