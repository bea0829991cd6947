import { Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { drafts } from '@/api/drafts';

export function HomePage() {
  return (
    <Stack>
      <Title order={1} size="h3">
        Floria
      </Title>
      {drafts().map((draft) => (
        <Link key={draft.id} to="/compose/$draft" params={{ draft: draft.id }}>
          {draft.name}
        </Link>
      ))}
      <Link to="/compose/$draft" params={{ draft: 'new' }}>
        Compose
      </Link>
    </Stack>
  );
}
