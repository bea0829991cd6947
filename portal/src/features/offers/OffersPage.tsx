import { Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { offersQuery } from '@/api/queries';
import { Page } from '@/design/Page';
import { Answer, Empty, Failed, Panel } from '@/design/Panel';
import { bytes, counted, price } from '@/design/text';
import { WISHES } from './search';

const FIELDS = {
  gpu: { label: 'GPU', placeholder: 'A100:1' },
  cpus: { label: 'CPUs', placeholder: '8' },
  memory: { label: 'Memory', placeholder: '32 GB' },
  region: { label: 'Region', placeholder: '' },
} as const;

/** What can be had for a wish, at all sites, the cheapest first. */
export default function OffersPage() {
  const search = useSearch({ from: '/offers' });
  const navigate = useNavigate({ from: '/offers' });
  const [wish] = useDebouncedValue(search, 300);
  const query = useQuery({
    ...offersQuery(wish as Record<string, string>),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Page title="Offers">
      <Group gap={10}>
        {WISHES.map((key) => (
          <TextInput
            key={key}
            label={FIELDS[key].label}
            placeholder={FIELDS[key].placeholder}
            w={140}
            value={search[key] ?? ''}
            onChange={(event) => {
              const value = event.currentTarget.value;
              void navigate({
                search: ({ [key]: _, ...rest }) =>
                  value === '' ? rest : { ...rest, [key]: value },
                replace: true,
              });
            }}
          />
        ))}
      </Group>
      <Panel flush>
        {query.isError ? (
          <div className="fl-body">
            <Failed failure={query.error} />
          </div>
        ) : (
          <Answer query={query}>
            {(page) =>
              page.items.length === 0 ? (
                <Empty>No site has that. {page.nearest.join(' ')}</Empty>
              ) : (
                <table className="fl-table">
                  <thead>
                    <tr>
                      <th scope="col">{counted(page.items.length, 'offer')}</th>
                      <th scope="col">Site</th>
                      <th scope="col" className="fl-number">
                        CPUs
                      </th>
                      <th scope="col" className="fl-number">
                        Memory
                      </th>
                      <th scope="col">GPUs</th>
                      <th scope="col">Region</th>
                      <th scope="col" className="fl-number">
                        Per hour
                      </th>
                      <th scope="col" className="fl-number">
                        Free
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {page.items.map(({ offer, site, pricePerHour, currency }) => (
                      <tr key={`${site} ${offer.id} ${offer.zone ?? ''}`}>
                        <th scope="row" className="fl-mono">
                          {offer.id}
                        </th>
                        <td>{site}</td>
                        <td className="fl-number">{offer.cpus}</td>
                        <td className="fl-number">{bytes(offer.memoryBytes)}</td>
                        <td>
                          {offer.gpus === 0 ? '' : `${offer.gpus} × ${offer.gpuModel ?? 'GPU'}`}
                        </td>
                        <td>{offer.region}</td>
                        <td className="fl-number">{price(pricePerHour, currency)}</td>
                        <td className="fl-number">{offer.available ?? 'not known'}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )
            }
          </Answer>
        )}
      </Panel>
    </Page>
  );
}
