import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconFileImport, IconSearch, IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { templatesQuery, typesQuery } from '@/api/queries';
import { Page } from '@/design/Page';
import { Answer, Empty, Panel } from '@/design/Panel';
import { stateWords } from '@/design/Status';
import { counted } from '@/design/text';
import { facet, found, without } from './search';

/** What there is to build from: templates and types. */
export default function CataloguePage() {
  const templates = useQuery(templatesQuery);
  return (
    <Page title="Catalogue">
      <Panel
        title="Templates"
        actions={
          <Button
            component={Link}
            to="/catalogue/import"
            size="xs"
            variant="default"
            leftSection={<IconFileImport size={15} />}
          >
            Import an archive
          </Button>
        }
      >
        <Answer query={templates}>
          {(all) => (
            <div className="fl-grid">
              {all.map((template) => (
                <Link
                  key={template.name}
                  to="/deploy"
                  search={{ template: template.name }}
                  className="fl-card"
                >
                  <Group gap={8} mb={4}>
                    <IconTemplate size={17} aria-hidden />
                    <strong>{template.name}</strong>
                  </Group>
                  <span className="fl-faint">{template.description}</span>
                </Link>
              ))}
            </div>
          )}
        </Answer>
      </Panel>
      <Types />
    </Page>
  );
}

function Types() {
  const search = useSearch({ from: '/catalogue' });
  const navigate = useNavigate({ from: '/catalogue' });
  const query = useQuery(typesQuery);
  const all = query.data ?? [];
  const set = (key: 'q' | 'kind' | 'profile', value: string) =>
    void navigate({
      search: ({ [key]: _, ...rest }) => (value === '' ? rest : { ...rest, [key]: value }),
      replace: true,
    });
  return (
    <Panel
      flush
      title="Types"
      actions={
        <Group gap={8}>
          <TextInput
            size="xs"
            aria-label="Name or description"
            placeholder="Name or description"
            leftSection={<IconSearch size={14} />}
            value={search.q ?? ''}
            onChange={(event) => set('q', event.currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            aria-label="Kind"
            value={search.kind ?? ''}
            onChange={(event) => set('kind', event.currentTarget.value)}
            data={[
              { value: '', label: 'All kinds' },
              ...facet(found(all, without(search, 'kind')), (type) => type.kind).map(
                ([kind, count]) => ({ value: kind, label: `${stateWords(kind)} (${count})` }),
              ),
            ]}
          />
          <NativeSelect
            size="xs"
            aria-label="Profile"
            value={search.profile ?? ''}
            onChange={(event) => set('profile', event.currentTarget.value)}
            data={[
              { value: '', label: 'All profiles' },
              ...facet(found(all, without(search, 'profile')), (type) => type.profile).map(
                ([profile, count]) => ({ value: profile, label: `${profile} (${count})` }),
              ),
            ]}
          />
        </Group>
      }
    >
      <Answer query={query}>
        {(types) => {
          const fitting = found(types, search);
          return fitting.length === 0 ? (
            <Empty
              action={
                <Button variant="default" component={Link} to="/catalogue">
                  Clear the search
                </Button>
              }
            >
              {counted(types.length, 'type')}, none of them fits.
            </Empty>
          ) : (
            <table className="fl-table">
              <thead>
                <tr>
                  <th scope="col">{counted(fitting.length, 'type')}</th>
                  <th scope="col">Kind</th>
                  <th scope="col">Profile</th>
                  <th scope="col">Description</th>
                </tr>
              </thead>
              <tbody>
                {fitting.map((type) => (
                  <tr key={type.name}>
                    <th scope="row">
                      <Link
                        to="/catalogue/types/$name"
                        params={{ name: type.name }}
                        className="fl-link fl-mono"
                      >
                        {type.name}
                      </Link>
                    </th>
                    <td>{stateWords(type.kind)}</td>
                    <td>{type.profile}</td>
                    <td className="fl-faint">{type.description.split(/(?<=\.)\s/)[0]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Answer>
    </Panel>
  );
}
