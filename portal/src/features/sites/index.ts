import { lazy, type FunctionComponent } from 'react';

export const SitesPage: FunctionComponent = lazy(() => import('./SitesPage'));
