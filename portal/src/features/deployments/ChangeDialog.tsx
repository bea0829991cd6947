import { Button, Checkbox, Group, Modal, NativeSelect, NumberInput, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '@/api/client';
import { revisionsQuery, type Change, type Details, type Forecast } from '@/api/queries';
import { Failed, Note } from '@/design/Panel';
import { changesSomething, ForecastView } from '@/parts/ForecastView';

/** A change that a person asked for. */
export type Asked =
  | { readonly kind: 'scale' }
  | { readonly kind: 'heal' }
  | { readonly kind: 'rollback'; readonly revision: number };

const TITLES = { scale: 'Scale', heal: 'Heal', rollback: 'Roll back' } as const;

/** Asks the server what a change would do. */
export function useForecast(id: string, change: Change | undefined) {
  return useQuery({
    queryKey: ['forecast', id, change],
    queryFn: () =>
      answer(
        client.POST('/api/v1/deployments/{deployment}/plan', {
          params: { path: { deployment: id } },
          body: change ?? { kind: 'heal' },
        }),
      ),
    enabled: change !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
}

/** Has the server do a change as it was shown. */
export function useChange(id: string, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({
      change,
      forecast,
      loseData,
    }: {
      change: Change;
      forecast: Forecast;
      loseData: boolean;
    }) =>
      answer(
        client.POST('/api/v1/deployments/{deployment}/changes', {
          params: { path: { deployment: id }, header: { 'Idempotency-Key': crypto.randomUUID() } },
          body: { ...change, state: forecast.state, loseData },
        }),
      ),
    onSuccess: () => {
      notifications.show({ message: 'The change is under way.' });
      void queries.invalidateQueries({ queryKey: ['deployments'] });
      onDone();
    },
  });
}

/** Shows what a change would do, then does it. */
export function ChangeDialog({
  deployment,
  asked,
  onClose,
}: {
  readonly deployment: Details;
  readonly asked: Asked;
  readonly onClose: () => void;
}) {
  const counts = present(deployment);
  const [wanted, setWanted] = useState(counts);
  const [revision, setRevision] = useState(asked.kind === 'rollback' ? asked.revision : 0);
  const [settled] = useDebouncedValue(wanted, 300);
  const revisions = useQuery({
    ...revisionsQuery(deployment.id),
    enabled: asked.kind === 'rollback',
  });
  const differs = Object.entries(settled).filter(([node, count]) => counts[node] !== count);
  const change: Change | undefined =
    asked.kind === 'heal'
      ? { kind: 'heal' }
      : asked.kind === 'rollback'
        ? { kind: 'rollback', revision }
        : differs.length === 0
          ? undefined
          : {
              kind: 'scale',
              counts: Object.fromEntries(differs.map(([node, count]) => [node, String(count)])),
            };
  return (
    <Modal opened onClose={onClose} size="xl" title={`${TITLES[asked.kind]} ${deployment.name}`}>
      <Stack>
        {asked.kind === 'scale' ? (
          <Group gap={12}>
            {Object.entries(wanted).map(([node, count]) => (
              <NumberInput
                key={node}
                label={node}
                w={150}
                min={0}
                max={1000}
                allowDecimal={false}
                value={count}
                onChange={(value) => setWanted({ ...wanted, [node]: Number(value) })}
              />
            ))}
          </Group>
        ) : null}
        {asked.kind === 'rollback' ? (
          <NativeSelect
            label="To the state of"
            value={String(revision)}
            onChange={(event) => setRevision(Number(event.currentTarget.value))}
            data={(revisions.data ?? [])
              .filter((one) => one.number !== deployment.revision)
              .map((one) => ({
                value: String(one.number),
                label: `Revision ${one.number} · ${one.origin}`,
              }))}
          />
        ) : null}
        {change === undefined ? (
          <span className="fl-faint">Set another number of instances to see what it would do.</span>
        ) : (
          <Consequence id={deployment.id} change={change} onDone={onClose} onClose={onClose} />
        )}
      </Stack>
    </Modal>
  );
}

/** What a change would do, and the button that does it. */
export function Consequence({
  id,
  change,
  onDone,
  onClose,
}: {
  readonly id: string;
  readonly change: Change;
  readonly onDone: () => void;
  readonly onClose?: () => void;
}) {
  const [loses, setLoses] = useState(false);
  // A move that leaves data behind has another plan than one that takes it along.
  const wanted = loses && change.kind === 'move' ? { ...change, loseData: true } : change;
  const forecast = useForecast(id, wanted);
  const apply = useChange(id, onDone);
  const data = forecast.data;
  return (
    <Stack aria-busy={forecast.isFetching}>
      {forecast.isError ? (
        <Failed failure={forecast.error} onRetry={() => void forecast.refetch()} />
      ) : data === undefined ? (
        <span className="fl-faint">Finding out what it would do …</span>
      ) : (
        <ForecastView forecast={data} />
      )}
      {apply.isError ? (
        <>
          <Failed failure={apply.error} />
          <Note tone="warn">
            Things may have changed since this was shown.{' '}
            <Button size="compact-xs" variant="default" onClick={() => void forecast.refetch()}>
              Look again
            </Button>
          </Note>
        </>
      ) : null}
      {apply.isError || loses || (forecast.isError && change.kind === 'move') ? (
        <Checkbox
          label="What is on volumes may be lost where they are made anew or moved"
          checked={loses}
          onChange={(event) => setLoses(event.currentTarget.checked)}
        />
      ) : null}
      <Group justify="flex-end">
        {onClose === undefined ? null : (
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        )}
        <Button
          loading={apply.isPending}
          disabled={
            data === undefined ||
            forecast.isPlaceholderData ||
            forecast.isError ||
            !changesSomething(data)
          }
          onClick={() => {
            if (data !== undefined) {
              apply.mutate({ change: wanted, forecast: data, loseData: loses });
            }
          }}
        >
          Do it
        </Button>
      </Group>
    </Stack>
  );
}

/** How many instances of each node there are. */
function present(deployment: Details): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { node } of deployment.nodes) {
    // What the engine adds of its own, such as the network, has a name in brackets.
    if (!node.startsWith('(')) {
      counts[node] = (counts[node] ?? 0) + 1;
    }
  }
  return counts;
}
