import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
import { IconFileCode, IconSearch, IconStack2, IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { deploymentsQuery, templatesQuery, typesQuery } from '@/api/queries';
import { stateWords } from '@/design/Status';
import { PLACES } from './places';

/** Finds and opens everything by a few letters of its name. */
export function Palette({ commands }: { readonly commands: readonly SpotlightActionData[] }) {
  const navigate = useNavigate();
  const deployments = useQuery(deploymentsQuery(false));
  const templates = useQuery(templatesQuery);
  const types = useQuery(typesQuery);
  const groups = useMemo<SpotlightActionGroupData[]>(
    () => [
      {
        group: 'Go to',
        actions: PLACES.map((place) => ({
          id: place.to,
          label: place.title,
          leftSection: <place.icon size={18} />,
          onClick: () => void navigate({ to: place.to }),
        })),
      },
      {
        group: 'Deployments',
        actions: (deployments.data ?? []).map((deployment) => ({
          id: deployment.id,
          label: deployment.name,
          description: stateWords(deployment.status),
          leftSection: <IconStack2 size={18} />,
          onClick: () =>
            void navigate({ to: '/deployments/$id', params: { id: deployment.id }, search: {} }),
        })),
      },
      {
        group: 'Templates',
        actions: (templates.data ?? []).map((template) => ({
          id: `template ${template.name}`,
          label: `Deploy ${template.name}`,
          description: template.description,
          leftSection: <IconTemplate size={18} />,
          onClick: () => void navigate({ to: '/deploy', search: { template: template.name } }),
        })),
      },
      {
        group: 'Types',
        actions: (types.data ?? []).map((type) => ({
          id: type.name,
          label: type.name,
          leftSection: <IconFileCode size={18} />,
          onClick: () =>
            void navigate({ to: '/catalogue/types/$name', params: { name: type.name } }),
        })),
      },
      { group: 'Do', actions: [...commands] },
    ],
    [deployments.data, templates.data, types.data, navigate, commands],
  );
  return (
    <Spotlight
      actions={groups}
      shortcut="mod + K"
      limit={9}
      highlightQuery
      scrollable
      nothingFound="Nothing of that name"
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Find a deployment, template, type or page',
        'aria-label': 'Find',
      }}
    />
  );
}
