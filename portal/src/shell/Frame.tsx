import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  Kbd,
  Modal,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
  VisuallyHidden,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { openSpotlight } from '@mantine/spotlight';
import {
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
  IconWifi,
  IconWifiOff,
} from '@tabler/icons-react';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { signOut } from '@/api/signIn';
import { useNow } from '@/design/Time';
import { useKeys } from './keys';
import { useLiveness } from './LiveChannel';
import { Logo } from './Logo';
import { Palette } from './Palette';
import { PLACES } from './places';

/** What is around every page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const [open, menu] = useDisclosure(false);
  const [helps, help] = useDisclosure(false);
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const still = useMediaQuery('(prefers-reduced-motion: reduce)');
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const opposite = scheme === 'dark' ? 'light' : 'dark';

  const close = menu.close;
  useEffect(() => {
    close();
  }, [path, close]);

  const commands = useMemo(
    () => [
      {
        id: 'scheme',
        label: `Use the ${opposite} theme`,
        leftSection: opposite === 'dark' ? <IconMoon size={18} /> : <IconSun size={18} />,
        onClick: () => setColorScheme(opposite),
      },
      {
        id: 'keys',
        label: 'Show the keys',
        leftSection: <IconKeyboard size={18} />,
        onClick: help.open,
      },
      {
        id: 'out',
        label: 'Sign out',
        leftSection: <IconLogout size={18} />,
        onClick: leave,
      },
    ],
    [opposite, setColorScheme, help.open],
  );
  useKeys(
    useMemo(
      () => ({
        '?': help.open,
        '/': openSpotlight,
        ...Object.fromEntries(
          PLACES.map((place) => [`g ${place.key}`, () => void navigate({ to: place.to })]),
        ),
      }),
      [navigate, help.open],
    ),
  );

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={16}
      transitionDuration={still ? 0 : 150}
    >
      <a
        className="fl-skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <AppShell.Header bg="var(--fl-panel)">
        <Group h="100%" px={14} justify="space-between" wrap="nowrap">
          <Group gap={10} wrap="nowrap">
            <Burger
              opened={open}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={open ? 'Close the navigation' : 'Open the navigation'}
            />
            <Link to="/" className="fl-home">
              <Logo size={26} />
              <Text fw={650} size="md" component="span">
                Floria
              </Text>
            </Link>
          </Group>
          <Group gap={6} wrap="nowrap">
            <Liveness />
            <UnstyledButton
              onClick={openSpotlight}
              className="fl-nav"
              bd="1px solid var(--fl-line)"
              h={34}
            >
              <IconSearch size={16} />
              <Text size="sm" visibleFrom="sm" c="dimmed" component="span">
                Find
              </Text>
              <VisuallyHidden hiddenFrom="sm">Find</VisuallyHidden>
              <Kbd size="xs" visibleFrom="sm" aria-hidden>
                Ctrl K
              </Kbd>
            </UnstyledButton>
            <Tool label={`Use the ${opposite} theme`} onClick={() => setColorScheme(opposite)}>
              {opposite === 'dark' ? <IconMoon size={18} /> : <IconSun size={18} />}
            </Tool>
            <Tool label="Sign out" onClick={leave}>
              <IconLogout size={18} />
            </Tool>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p={10} bg="var(--fl-panel)" aria-label="Sections">
        <Stack gap={2}>
          {PLACES.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              className="fl-nav"
              activeOptions={{ exact: place.to === '/', includeSearch: false }}
            >
              <place.icon size={18} aria-hidden />
              {place.title}
            </Link>
          ))}
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1}>
        {children}
      </AppShell.Main>
      <Palette commands={commands} />
      <Modal opened={helps} onClose={help.close} title="Keys">
        <table className="fl-table">
          <tbody>
            {[
              ['Ctrl K', 'find anything'],
              ['/', 'find anything'],
              ['?', 'this list'],
              ...PLACES.map((place) => [`g ${place.key}`, place.title]),
            ].map(([key = '', what = '']) => (
              <tr key={key}>
                <td>
                  {key.split(' ').map((each) => (
                    <Kbd key={each} mr={4}>
                      {each}
                    </Kbd>
                  ))}
                </td>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Modal>
    </AppShell>
  );
}

function leave() {
  signOut().catch((failure: unknown) =>
    notifications.show({ color: 'red', message: String(failure) }),
  );
}

function Tool({
  label,
  onClick,
  children,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={34} onClick={onClick} aria-label={label}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Whether what is shown is kept true; when it will be again. */
function Liveness() {
  const liveness = useLiveness();
  const now = useNow(1000);
  const lost = liveness.kind === 'lost';
  const words = lost
    ? `Live updates paused, again in ${Math.max(0, Math.ceil((liveness.again - now) / 1000))} s`
    : liveness.kind === 'live'
      ? 'Live'
      : 'Connecting';
  return (
    <span
      className="fl-status"
      data-tone={lost ? 'warn' : liveness.kind === 'live' ? 'ok' : 'off'}
      role="status"
    >
      {lost ? <IconWifiOff size={16} aria-hidden /> : <IconWifi size={16} aria-hidden />}
      <Text span size="xs" visibleFrom={lost ? 'xs' : 'sm'}>
        {words}
      </Text>
    </span>
  );
}
