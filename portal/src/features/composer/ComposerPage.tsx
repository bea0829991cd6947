import { Code, ScrollArea, Stack, Title } from '@mantine/core';
import type { ComposerPageProps } from './props';

/** Shows the text of a template. */
export default function ComposerPage({ draft }: ComposerPageProps) {
  return (
    <Stack>
      <Title order={1} size="h3">
        {draft.name}
      </Title>
      <ScrollArea>
        <Code block>{draft.text}</Code>
      </ScrollArea>
    </Stack>
  );
}
