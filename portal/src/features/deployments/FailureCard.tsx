import { Button, Group, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Details } from '@/api/queries';
import { Note } from '@/design/Panel';
import { stepWords } from '@/design/Status';
import { SkipButton, SteerButton } from './Steer';

/** What failed, first of all, and the ways on. */
export function FailureCard({ deployment }: { readonly deployment: Details }) {
  if (!['failed', 'delete_failed', 'delete-failed'].includes(deployment.status)) {
    return null;
  }
  const failed = deployment.steps.filter((step) => step.state === 'failed');
  const [first] = failed;
  return (
    <Note
      tone="bad"
      title={
        first === undefined
          ? 'Something does not work'
          : `${first.node}: ${stepWords(first.kind, first.id).toLowerCase()} failed`
      }
    >
      <Stack gap={8}>
        <span>{first?.error ?? deployment.error ?? 'The reason is in the events.'}</span>
        <Group gap={8}>
          {first === undefined ? null : (
            <>
              <SteerButton id={deployment.id} how="retry" title="Retry" />
              <SkipButton id={deployment.id} step={first.id} node={first.node} />
            </>
          )}
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/deployments/$id"
                params={{ id: deployment.id }}
                search={{ tab: 'logs', ...(first === undefined ? {} : { node: first.node }) }}
              />
            )}
          >
            {first === undefined ? 'Logs' : `Logs of ${first.node}`}
          </Button>
        </Group>
      </Stack>
    </Note>
  );
}
