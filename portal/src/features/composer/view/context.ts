import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Composer, ComposerStore } from '../state/composer';

export const StoreContext = createContext<ComposerStore | undefined>(undefined);

export function useComposerStore(): ComposerStore {
  const store = useContext(StoreContext);
  if (store === undefined) {
    throw new Error('there is no composer around this');
  }
  return store;
}

export function useComposer<T>(select: (composer: Composer) => T): T {
  return useStore(useComposerStore(), select);
}
