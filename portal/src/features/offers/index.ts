import { lazy, type FunctionComponent } from 'react';

export const OffersPage: FunctionComponent = lazy(() => import('./OffersPage'));
export { offersSearch, type OffersSearch } from './search';
