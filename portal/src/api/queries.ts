import { queryOptions } from '@tanstack/react-query';
import { answer, client, type Schemas } from './client';

export type Deployment = Schemas['DeploymentView'];
export type Details = Schemas['DetailsView'];
export type Step = Schemas['StepView'];
export type Run = Schemas['RunView'];
export type Node = Schemas['NodeView'];
export type Event = Schemas['EventView'];
export type LogLine = Schemas['LogView'];
export type Forecast = Schemas['ForecastView'];
export type Change = Schemas['ChangeRequest'];
export type Placement = Schemas['PlacementView'];
export type Plan = Schemas['PlanView'];
export type Outline = Schemas['Outline'];
export type Input = Schemas['Input'];
export type TemplateRequest = Schemas['TemplateRequest'];
export type Site = Schemas['SiteView'];
export type Offer = Schemas['OfferView'];
export type TypeEntry = Schemas['TypeEntry'];
export type TypeDetails = Schemas['TypeDetails'];
export type Usage = Schemas['UsageView'];
export type Sum = Schemas['Sum'];
export type Revision = Schemas['RevisionView'];

/** Deployments, the newest first; the list is whole up to some thousands. */
export const deploymentsQuery = (deleted: boolean) =>
  queryOptions({
    queryKey: ['deployments', 'list', deleted],
    queryFn: async () => {
      const all: Deployment[] = [];
      let before: string | undefined;
      do {
        const page: Schemas['DeploymentPage'] = await answer(
          client.GET('/api/v1/deployments', {
            params: { query: { limit: 500, deleted, ...(before === undefined ? {} : { before }) } },
          }),
        );
        all.push(...page.items);
        before = page.next;
      } while (before !== undefined && all.length < 5000);
      return all;
    },
  });

export const deploymentQuery = (id: string) =>
  queryOptions({
    queryKey: ['deployments', 'one', id],
    queryFn: () =>
      answer(
        client.GET('/api/v1/deployments/{deployment}', { params: { path: { deployment: id } } }),
      ),
  });

/** The outputs in clear: asked for only when a person wants to see them. */
export const outputsQuery = (id: string) =>
  queryOptions({
    queryKey: ['deployments', 'outputs', id],
    queryFn: async () =>
      (
        await answer(
          client.GET('/api/v1/deployments/{deployment}/outputs', {
            params: { path: { deployment: id } },
          }),
        )
      ).outputs,
    gcTime: 0,
  });

export const revisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['deployments', 'revisions', id],
    queryFn: async () =>
      (
        await answer(
          client.GET('/api/v1/deployments/{deployment}/revisions', {
            params: { path: { deployment: id } },
          }),
        )
      ).items,
  });

export const revisionFilesQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: ['revision', id, number],
    queryFn: () =>
      answer(
        client.GET('/api/v1/deployments/{deployment}/revisions/{number}/files', {
          params: { path: { deployment: id, number } },
        }),
      ),
    // What a revision is never changes.
    staleTime: Infinity,
  });

export const stepsQuery = (id: string, run: string) =>
  queryOptions({
    queryKey: ['deployments', 'steps', id, run],
    queryFn: async () =>
      (
        await answer(
          client.GET('/api/v1/deployments/{deployment}/runs/{run}/steps', {
            params: { path: { deployment: id, run } },
          }),
        )
      ).items,
  });

/** What was used between two moments, of one deployment or of all. */
export const usageQuery = (wish: {
  readonly from?: string;
  readonly to?: string;
  readonly deployment?: string;
  readonly limit?: number;
}) =>
  queryOptions({
    queryKey: ['usage', wish],
    queryFn: () => answer(client.GET('/api/v1/usage', { params: { query: wish } })),
    staleTime: 10_000,
  });

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async () => (await answer(client.GET('/api/v1/projects'))).items,
  staleTime: 10_000,
});

export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: async () => (await answer(client.GET('/api/v1/sites'))).items,
  staleTime: 15_000,
});

export const offersQuery = (wish: Record<string, string>) =>
  queryOptions({
    queryKey: ['offers', wish],
    queryFn: () => answer(client.GET('/api/v1/offers', { params: { query: wish as object } })),
    staleTime: 15_000,
  });

export const typesQuery = queryOptions({
  queryKey: ['types'],
  queryFn: async () => (await answer(client.GET('/api/v1/types'))).items,
  staleTime: Infinity,
});

export const typeQuery = (name: string) =>
  queryOptions({
    queryKey: ['types', name],
    queryFn: () => answer(client.GET('/api/v1/types/{name}', { params: { path: { name } } })),
    staleTime: Infinity,
  });

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async () => (await answer(client.GET('/api/v1/templates'))).items,
  staleTime: Infinity,
});

export const templateQuery = (name: string) =>
  queryOptions({
    queryKey: ['templates', name],
    queryFn: () => answer(client.GET('/api/v1/templates/{name}', { params: { path: { name } } })),
    staleTime: Infinity,
  });

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: () => answer(client.GET('/api/v1/health')),
  staleTime: 60_000,
});
