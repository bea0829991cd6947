import { Button, Radio, Stack, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { healthQuery } from '@/api/queries';
import { onSession, session } from '@/api/session';
import { signOut } from '@/api/signIn';
import { Figures, Page } from '@/design/Page';
import { Answer, Panel } from '@/design/Panel';
import { prefer, usePreferences } from '@/design/preferences';
import { Moment } from '@/design/Time';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a person chooses for this browser, and who is signed in to what. */
export default function SettingsPage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { timeZone } = usePreferences();
  const health = useQuery(healthQuery);
  const known = useSyncExternalStore(onSession, session);
  return (
    <Page title="Settings">
      <Panel title="Looks">
        <Radio.Group
          label="Theme"
          value={colorScheme}
          onChange={(value) =>
            setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')
          }
        >
          <Stack gap={8} mt={8}>
            <Radio value="auto" label="As the system has it" />
            <Radio value="light" label="Light" />
            <Radio value="dark" label="Dark" />
          </Stack>
        </Radio.Group>
      </Panel>
      <Panel title="Times">
        <Radio.Group
          label="Time zone"
          value={timeZone}
          onChange={(value) => prefer({ timeZone: value === 'utc' ? 'utc' : 'local' })}
        >
          <Stack gap={8} mt={8}>
            <Radio value="local" label={`Of this browser (${ZONE})`} />
            <Radio value="utc" label="UTC" />
          </Stack>
        </Radio.Group>
      </Panel>
      <Panel title="Session">
        <Stack gap={12} align="flex-start">
          <Answer query={health}>
            {(server) => (
              <Figures
                items={[
                  ['Server', `Floria ${server.version}`],
                  [
                    'Signed in until',
                    known === undefined ? '' : <Moment key="end" at={known.expiresAt} />,
                  ],
                ]}
              />
            )}
          </Answer>
          <Button variant="default" onClick={() => void signOut().catch(() => undefined)}>
            Sign out
          </Button>
        </Stack>
      </Panel>
    </Page>
  );
}
