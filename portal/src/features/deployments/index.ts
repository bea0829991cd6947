import { lazy, type ComponentType, type FunctionComponent } from 'react';
import type { Drawn } from './GraphTab';

export const DeploymentsPage: FunctionComponent = lazy(() => import('./DeploymentsPage'));
export const DeploymentPage: FunctionComponent<{ readonly picture: ComponentType<Drawn> }> = lazy(
  () => import('./DeploymentPage'),
);
export type { DeploymentSearch, DeploymentsSearch } from './search';
export { deploymentSearch, deploymentsSearch } from './search';
