import { Loader } from '@mantine/core';
import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { Suspense } from 'react';
import { portalPath } from '@/api/address';
import { Failed } from '@/design/Panel';
import { AuditPage, auditSearch } from '@/features/audit';
import { CataloguePage, catalogueSearch, ImportPage, TypePage } from '@/features/catalogue';
import {
  DeploymentPage,
  deploymentSearch,
  DeploymentsPage,
  deploymentsSearch,
} from '@/features/deployments';
import { OffersPage, offersSearch } from '@/features/offers';
import { DeployPage } from '@/features/plan';
import { SettingsPage } from '@/features/settings';
import { SitesPage } from '@/features/sites';
import { ProjectsPage, UsagePage, usageSearch } from '@/features/usage';
import { LivePicture } from '@/features/composer';
import { ComposeRoute } from './ComposeRoute';
import { Frame } from './Frame';
import { HomePage } from './HomePage';
import { NotFound } from './NotFound';

const root = createRootRoute({
  component: () => (
    <Frame>
      <Suspense fallback={<Loader aria-label="Loading" />}>
        <Outlet />
      </Suspense>
    </Frame>
  ),
  notFoundComponent: NotFound,
});

function texts<K extends string>(...keys: K[]) {
  return (search: Record<string, unknown>): { readonly [key in K]?: string } =>
    Object.fromEntries(
      keys.flatMap((key) =>
        typeof search[key] === 'string' || typeof search[key] === 'number'
          ? [[key, String(search[key])]]
          : [],
      ),
    ) as { readonly [key in K]?: string };
}

const parent = { getParentRoute: () => root };
const routes = root.addChildren([
  createRoute({ ...parent, path: '/', component: HomePage }),
  createRoute({
    ...parent,
    path: '/deployments',
    component: DeploymentsPage,
    validateSearch: deploymentsSearch,
  }),
  createRoute({
    ...parent,
    path: '/deployments/$id',
    component: () => <DeploymentPage picture={LivePicture} />,
    validateSearch: deploymentSearch,
  }),
  createRoute({
    ...parent,
    path: '/deploy',
    component: DeployPage,
    validateSearch: texts('template', 'draft'),
  }),
  createRoute({
    ...parent,
    path: '/compose/$draft',
    component: ComposeRoute,
    validateSearch: texts('node'),
  }),
  createRoute({
    ...parent,
    path: '/catalogue',
    component: CataloguePage,
    validateSearch: catalogueSearch,
  }),
  createRoute({ ...parent, path: '/catalogue/types/$name', component: TypePage }),
  createRoute({ ...parent, path: '/catalogue/import', component: ImportPage }),
  createRoute({ ...parent, path: '/sites', component: SitesPage }),
  createRoute({
    ...parent,
    path: '/offers',
    component: OffersPage,
    validateSearch: offersSearch,
  }),
  createRoute({
    ...parent,
    path: '/audit',
    component: AuditPage,
    validateSearch: auditSearch,
  }),
  createRoute({
    ...parent,
    path: '/usage',
    component: UsagePage,
    validateSearch: usageSearch,
  }),
  createRoute({ ...parent, path: '/projects', component: ProjectsPage }),
  createRoute({ ...parent, path: '/settings', component: SettingsPage }),
]);

/** A page that cannot be shown, most often since the portal was built anew under an open tab. */
function Broken({ error, reset }: ErrorComponentProps) {
  return error instanceof Error && /dynamically imported|Importing a module/.test(error.message) ? (
    <Failed
      failure={Object.assign(new Error('Load the page again to get it.'), {
        title: 'The portal is a newer one now',
      })}
      onRetry={() => location.reload()}
    />
  ) : (
    <Failed failure={error} onRetry={reset} />
  );
}

export const router = createRouter({
  routeTree: routes,
  basepath: portalPath(),
  defaultErrorComponent: Broken,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
