import { lazy, type FunctionComponent } from 'react';

export { usageSearch } from './search';
export const UsagePage: FunctionComponent = lazy(() => import('./UsagePage'));
export const ProjectsPage: FunctionComponent = lazy(() => import('./ProjectsPage'));
