import { lazy, type FunctionComponent } from 'react';

export const CataloguePage: FunctionComponent = lazy(() => import('./CataloguePage'));
export const TypePage: FunctionComponent = lazy(() => import('./TypePage'));
export { catalogueSearch, type CatalogueSearch } from './search';
export const ImportPage: FunctionComponent = lazy(() => import('./ImportPage'));
