import { lazy } from 'react';

export type { ComposerPageProps } from './props';
export const ComposerPage = lazy(() => import('./ComposerPage'));
