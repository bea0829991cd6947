import { lazy, type FunctionComponent } from 'react';

export const SettingsPage: FunctionComponent = lazy(() => import('./SettingsPage'));
