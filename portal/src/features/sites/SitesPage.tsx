import { Button, Group, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sitesQuery, type Offer, type Site } from '@/api/queries';
import { Page } from '@/design/Page';
import { Answer, Empty, Note, Panel } from '@/design/Panel';
import { bytes, counted, price } from '@/design/text';

/** Where things can run, and what can be had there now. */
export default function SitesPage() {
  const query = useQuery(sitesQuery);
  return (
    <Page
      title="Sites"
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        >
          Ask again
        </Button>
      }
    >
      <Answer query={query}>
        {(sites) =>
          sites.length === 0 ? (
            <Empty>No site is set up. They are named in the file sites.yaml of the server.</Empty>
          ) : (
            <Stack gap={14}>
              {sites.map((site) => (
                <SitePanel key={site.name} site={site} />
              ))}
            </Stack>
          )
        }
      </Answer>
    </Page>
  );
}

function SitePanel({ site }: { readonly site: Site }) {
  return (
    <Panel
      flush
      title={
        <Group gap={10} component="span">
          <span>{site.name}</span>
          <span className="fl-faint" style={{ fontWeight: 400 }}>
            {[site.kind, site.title === site.name ? '' : site.title].filter(Boolean).join(' · ')}
          </span>
        </Group>
      }
      actions={
        site.fault === undefined ? (
          <span className="fl-status" data-tone="ok">
            <IconCircleCheck size={16} aria-hidden /> {counted(site.offers.length, 'offer')}
          </span>
        ) : (
          <span className="fl-status" data-tone="bad">
            <IconAlertTriangle size={16} aria-hidden /> Cannot be used now
          </span>
        )
      }
    >
      {site.fault === undefined ? (
        <Offers offers={site.offers} />
      ) : (
        <div className="fl-body">
          <Note tone="bad" title={site.fault.message}>
            {site.fault.hint ?? `What kind of fault: ${site.fault.kind}.`}
          </Note>
        </div>
      )}
    </Panel>
  );
}

function Offers({ offers }: { readonly offers: readonly Offer[] }) {
  return offers.length === 0 ? (
    <Empty>Nothing can be had there now.</Empty>
  ) : (
    <table className="fl-table">
      <thead>
        <tr>
          <th scope="col">Offer</th>
          <th scope="col">For</th>
          <th scope="col" className="fl-number">
            CPUs
          </th>
          <th scope="col" className="fl-number">
            Memory
          </th>
          <th scope="col">GPUs</th>
          <th scope="col" className="fl-number">
            Per hour
          </th>
          <th scope="col" className="fl-number">
            Free
          </th>
        </tr>
      </thead>
      <tbody>
        {offers.map((offer) => (
          <tr key={offer.id}>
            <th scope="row" className="fl-mono">
              {offer.id}
            </th>
            <td>{offer.realises.join(', ')}</td>
            <td className="fl-number">{offer.elastic ? `up to ${offer.cpus}` : offer.cpus}</td>
            <td className="fl-number">{bytes(offer.memoryBytes)}</td>
            <td>{offer.gpus === 0 ? '' : `${offer.gpus} × ${offer.gpuModel ?? 'GPU'}`}</td>
            <td className="fl-number">{price(offer.pricePerHour, offer.currency)}</td>
            <td className="fl-number">{offer.available ?? 'not known'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
