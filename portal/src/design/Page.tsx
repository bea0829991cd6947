import { Group, Stack, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** A page with its heading, which is the title of the window too. */
export function Page({
  title,
  beside,
  actions,
  children,
}: {
  readonly title: string;
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Floria`;
  }, [title]);
  return (
    <Stack gap={14}>
      <Group justify="space-between" gap={10}>
        <Group gap={14} miw={0}>
          <Title order={1} size="h3" className="fl-wrap">
            {title}
          </Title>
          {beside}
        </Group>
        <Group gap={8}>{actions}</Group>
      </Group>
      {children}
    </Stack>
  );
}

/** Names and values in a row. */
export function Figures({
  items,
}: {
  readonly items: readonly (readonly [name: string, value: ReactNode])[];
}) {
  return (
    <dl className="fl-figures">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
