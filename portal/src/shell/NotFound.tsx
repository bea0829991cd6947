import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Page } from '@/design/Page';
import { Empty } from '@/design/Panel';

export function NotFound() {
  return (
    <Page title="There is no such page">
      <Empty
        action={
          <Button component={Link} to="/">
            To the start
          </Button>
        }
      >
        The address leads nowhere. It may have been cut off.
      </Empty>
    </Page>
  );
}
