import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useMemo, type ComponentType } from 'react';
import { revisionFilesQuery, type Details } from '@/api/queries';
import { Answer, Panel } from '@/design/Panel';
import { stateOf } from './states';

/** What draws a template with a word about each of its nodes. */
export type Drawn = {
  readonly template: string;
  readonly states: ReadonlyMap<string, string>;
  readonly onOpen?: (node: string) => void;
};

/** The template as it was composed, with the state that each node is in now. */
export function GraphTab({
  deployment,
  picture: Picture,
}: {
  readonly deployment: Details;
  readonly picture: ComponentType<Drawn>;
}) {
  const navigate = useNavigate({ from: '/deployments/$id' });
  const files = useQuery(revisionFilesQuery(deployment.id, deployment.revision));
  const states = useMemo(() => {
    const of = new Map<string, string[]>();
    for (const { node, state } of deployment.nodes) {
      of.set(node, [...(of.get(node) ?? []), state]);
    }
    return new Map([...of].map(([node, all]) => [node, stateOf(all)]));
  }, [deployment.nodes]);
  return (
    <Panel title="Nodes and how they are">
      <Answer query={files}>
        {({ files: all, template }) => (
          <Suspense fallback={null}>
            <Picture
              template={all[template]?.text ?? ''}
              states={states}
              onOpen={(node) => void navigate({ search: { tab: 'logs', node } })}
            />
          </Suspense>
        )}
      </Answer>
    </Panel>
  );
}
