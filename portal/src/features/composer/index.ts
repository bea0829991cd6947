import { lazy } from 'react';

export type { ComposerPageProps } from './props';
export { useOnItsWay } from './state/queries';
export const LivePicture = lazy(() => import('./view/LivePicture'));
export const ComposerPage = lazy(() => import('./ComposerPage'));
