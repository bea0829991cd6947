import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { portalPath } from '@/api/address';
import { Frame } from './Frame';
import { ComposeRoute } from './ComposeRoute';
import { HomePage } from './HomePage';

const root = createRootRoute({
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
});

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const compose = createRoute({
  getParentRoute: () => root,
  path: '/compose/$draft',
  validateSearch: (search: Record<string, unknown>): { node?: string } =>
    typeof search['node'] === 'string' ? { node: search['node'] } : {},
  component: ComposeRoute,
});

export const router = createRouter({
  routeTree: root.addChildren([home, compose]),
  basepath: portalPath(),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
