import { lazy, type FunctionComponent } from 'react';

export const AuditPage: FunctionComponent = lazy(() => import('./AuditPage'));
export { auditSearch } from './search';
