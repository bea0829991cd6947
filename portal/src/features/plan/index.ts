import { lazy, type FunctionComponent } from 'react';

export const DeployPage: FunctionComponent = lazy(() => import('./DeployPage'));
