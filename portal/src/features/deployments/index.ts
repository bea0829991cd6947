import { lazy, type FunctionComponent } from 'react';

export const DeploymentsPage: FunctionComponent = lazy(() => import('./DeploymentsPage'));
export const DeploymentPage: FunctionComponent = lazy(() => import('./DeploymentPage'));
export type { DeploymentSearch, DeploymentsSearch } from './search';
export { deploymentSearch, deploymentsSearch } from './search';
