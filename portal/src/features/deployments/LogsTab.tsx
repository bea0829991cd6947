import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { follow } from '@/api/live';
import type { Details, LogLine } from '@/api/queries';
import { save } from '@/design/files';
import { Empty, Panel } from '@/design/Panel';
import { usePreferences } from '@/design/preferences';
import { clock, counted } from '@/design/text';
import { fits, joined, MOST_LINES, plain } from './logLines';
import type { DeploymentSearch } from './search';

/** What the programs of a deployment print, as they print it. */
export function LogsTab({ deployment }: { readonly deployment: Details }) {
  const { node, q = '', stream } = useSearch({ from: '/deployments/$id' });
  const navigate = useNavigate({ from: '/deployments/$id' });
  const [following, setFollowing] = useState(true);
  const [wrap, setWrap] = useState(false);
  const lines = useLines(deployment.id, node);
  const shown = useMemo(
    () => lines.filter((line) => fits(line, { text: q, stream })),
    [lines, q, stream],
  );
  const nodes = [...new Set([...deployment.nodes.map((one) => one.node), ...(node ? [node] : [])])];
  const set = (change: { node?: string; q?: string; stream?: string }) =>
    void navigate({
      search: (before: DeploymentSearch) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''),
        ),
      replace: true,
    });
  return (
    <Panel
      flush
      title={`${counted(shown.length, 'line')}${
        lines.length >= MOST_LINES ? `, the newest ${MOST_LINES.toLocaleString('en')}` : ''
      }`}
      actions={
        <Group gap={10}>
          <TextInput
            size="xs"
            aria-label="Text"
            placeholder="Text"
            leftSection={<IconSearch size={14} />}
            value={q}
            onChange={(event) => set({ q: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            aria-label="Node"
            value={node ?? ''}
            data={[{ value: '', label: 'All nodes' }, ...nodes]}
            onChange={(event) => set({ node: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            aria-label="Stream"
            value={stream ?? ''}
            data={[
              { value: '', label: 'All output' },
              { value: 'out', label: 'Standard output' },
              { value: 'err', label: 'Errors' },
            ]}
            onChange={(event) => set({ stream: event.currentTarget.value })}
          />
          <Checkbox
            size="xs"
            label="Follow"
            checked={following}
            onChange={(event) => setFollowing(event.currentTarget.checked)}
          />
          <Checkbox
            size="xs"
            label="Wrap"
            checked={wrap}
            onChange={(event) => setWrap(event.currentTarget.checked)}
          />
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconDownload size={14} />}
            disabled={shown.length === 0}
            onClick={() => download(`${deployment.name}.log`, shown)}
          >
            Save
          </Button>
        </Group>
      }
    >
      {lines.length === 0 ? (
        <Empty>Waiting for the first line. Programs print when they are run.</Empty>
      ) : shown.length === 0 ? (
        <Empty>{counted(lines.length, 'line')}, none of them fits the filter.</Empty>
      ) : (
        <Lines
          lines={shown}
          following={following}
          onLeave={() => setFollowing(false)}
          wrap={wrap}
        />
      )}
    </Panel>
  );
}

/** All lines up to now, and those that come. */
function useLines(id: string, node: string | undefined): readonly LogLine[] {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  useEffect(() => {
    setLines([]);
    let waiting: LogLine[] = [];
    let frame = 0;
    const stop = follow<LogLine>({
      path:
        `/deployments/${encodeURIComponent(id)}/logs` +
        (node === undefined ? '' : `?node=${encodeURIComponent(node)}`),
      after: 0,
      onItems: (items) => {
        waiting = waiting.concat(items);
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          const newer = waiting;
          waiting = [];
          setLines((before) => joined(before, newer));
        });
      },
    });
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [id, node]);
  return lines;
}

function Lines({
  lines,
  following,
  onLeave,
  wrap,
}: {
  readonly lines: readonly LogLine[];
  readonly following: boolean;
  readonly onLeave: () => void;
  readonly wrap: boolean;
}) {
  const area = useRef<HTMLDivElement>(null);
  const { timeZone } = usePreferences();
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => area.current,
    estimateSize: () => 20,
    overscan: 30,
  });
  useEffect(() => {
    if (following) {
      rows.scrollToIndex(lines.length - 1, { align: 'end' });
    }
  }, [following, lines.length, rows]);
  return (
    <div
      ref={area}
      className="fl-log"
      data-wrap={wrap}
      role="log"
      aria-live="off"
      aria-label="Log"
      tabIndex={0}
      // Who scrolls back wants to read, and not to be led on.
      onWheel={(event) => {
        if (event.deltaY < 0) {
          onLeave();
        }
      }}
      onKeyDown={(event) => {
        if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) {
          onLeave();
        }
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          return line === undefined ? null : (
            <div
              key={line.id}
              ref={rows.measureElement}
              data-index={row.index}
              className="fl-line"
              data-stream={line.stream}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <span className="fl-meta">{clock(line.at, timeZone)}</span>
              <span className="fl-meta">{line.node}</span>
              {line.stream === 'err' ? <span className="fl-meta">err</span> : null}
              <span className="fl-text">{plain(line.text)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function download(name: string, lines: readonly LogLine[]): void {
  const text = lines.map((line) => `${line.at} ${line.node} ${line.stream} ${line.text}\n`);
  save(name, new Blob(text, { type: 'text/plain' }));
}
