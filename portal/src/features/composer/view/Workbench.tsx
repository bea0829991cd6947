import { Alert, Modal, Tabs, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { ReactFlowProvider } from '@xyflow/react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ComposerPageProps } from '../props';
import { link, type Link } from '../language/link';
import { found } from '../problems/problems';
import { Saver, type Saving } from '../state/saving';
import { keepSeen, sameSheet, save, seen, validate, type Sheet } from '../state/server';
import type { Offered } from '../types/fitting';
import { AddOn } from './AddOn';
import { Bar, type Mode } from './Bar';
import { Bundles } from './Bundles';
import { Canvas, type Asked } from './Canvas';
import { Conflict } from './Conflict';
import { useComposer, useComposerStore } from './context';
import { History } from './History';
import { Inputs } from './Inputs';
import { Inspector } from './Inspector';
import { Keys, useShortcuts } from './Keys';
import { Outline } from './Outline';
import { Palette } from './Palette';
import { Problems } from './Problems';
import { Substituting } from './Substituting';
import { Workflows } from './Workflows';

const YamlPane = lazy(() => import('./YamlPane').then(({ YamlPane: pane }) => ({ default: pane })));

/** All of the composer around one draft. */
export function Workbench({
  draft: given,
  base,
  sent,
  onChange,
  onDeploy,
  selected,
  onSelect,
}: ComposerPageProps & { readonly base: number; readonly sent: Sheet | undefined }) {
  const store = useComposerStore();
  const text = useComposer((composer) => composer.history.text);
  const side = useComposer((composer) => composer.history.side);
  const files = useComposer((composer) => composer.files);
  const draft = useMemo(() => ({ ...given, files }), [given, files]);
  const chosen = useComposer((composer) => composer.selected);
  const problems = useComposer((composer) => composer.problems);
  const broken = useComposer((composer) => composer.broken);
  const notice = useComposer((composer) => composer.notice);
  const empty = useComposer((composer) => composer.graph.nodes.length === 0);
  const narrow = useMediaQuery('(max-width: 800px)', false, { getInitialValueInEffect: false });
  const [mode, setMode] = useState<Mode>('canvas');
  const [name, setName] = useState(draft.name);
  const [asked, setAsked] = useState<Asked | undefined>();
  const [jump, setJump] = useState<{ at: number; number: number } | undefined>();
  const [keys, setKeys] = useState(false);
  const [merging, setMerging] = useState(false);
  const [panel, setPanel] = useState<string | null>('node');
  const [left, setLeft] = useState<string | null>('types');
  const [saving, setSaving] = useState<Saving<Sheet>>({ kind: 'saved', number: base });

  // ---- kept in this browser at once, at the server a moment later

  const [saver] = useState(() => new Saver<Sheet>(save, setSaving, base, sent, sameSheet));
  useEffect(() => () => saver.stop(), [saver]);
  useEffect(() => {
    const now = { ...draft, name, text, changedAt: new Date().toISOString() };
    const attached = draft.files !== given.files;
    if (text !== draft.text || name !== draft.name || attached) {
      onChange(now);
    }
    const { history, graph } = store.getState();
    const touched =
      history.done.length > 0 || history.undone.length > 0 || name !== draft.name || attached;
    // A draft that nobody has touched is saved once it has something in it.
    if (touched || (sent === undefined && graph.nodes.length > 0)) {
      saver.offer({ draft: now, layout: side });
    }
  }, [draft, given, name, text, side, saver, onChange, store, sent]);
  useEffect(() => {
    if (saving.kind === 'saved' && saving.number > 0) {
      keepSeen(draft.id, { number: saving.number, text: store.getState().history.text });
    }
  }, [saving, draft.id, store]);

  // ---- what the server says about it

  const [live, setLive] = useState(false);
  const [language, setLanguage] = useState<Link | undefined>();
  useEffect(() => {
    const made = link(given, store, setLive);
    setLanguage(made);
    return made.stop;
  }, [given, store]);
  // Where a proxy lets no WebSocket through, the server is asked without one.
  useEffect(() => {
    if (live || broken !== undefined) {
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => {
      validate(draft, text).then(
        (said) => {
          const now = store.getState();
          if (current && now.history.text === text) {
            now.found(found(said, text, draft.path, now.graph));
          }
        },
        () => undefined,
      );
    }, 350);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [draft, text, broken, store, live]);

  // ---- what the address says is chosen

  const told = useRef(selected);
  useEffect(() => {
    if (
      selected !== undefined &&
      store.getState().graph.nodes.some((node) => node.name === selected)
    ) {
      store.getState().select([selected]);
    }
    // Only when the page is opened: from then on the address follows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store]);
  useEffect(() => {
    const first = chosen.length === 1 ? chosen[0] : undefined;
    if (first !== told.current) {
      told.current = first;
      onSelect(first);
    }
  }, [chosen, onSelect]);

  const askForAny = () =>
    setAsked({ wanted: { kind: 'anything' }, at: { x: Number.NaN, y: Number.NaN } });
  const deploy = useCallback(() => {
    onChange({
      ...draft,
      name,
      text: store.getState().history.text,
      changedAt: new Date().toISOString(),
    });
    void saver.now();
    onDeploy();
  }, [draft, name, store, saver, onChange, onDeploy]);

  useShortcuts({ saveNow: () => void saver.now(), deploy, add: askForAny });

  const go = useCallback((at: number) => {
    setMode((now) => (now === 'canvas' || now === 'workflows' ? 'split' : now));
    setJump((now) => ({ at, number: (now?.number ?? 0) + 1 }));
  }, []);

  const pick = (one: Offered) => {
    if (asked === undefined) {
      return;
    }
    const { wanted, at } = asked;
    store.getState().addNode(one.name, {
      ...(wanted.kind === 'target' && one.fit !== undefined
        ? { from: { name: wanted.source.name, fit: one.fit } }
        : {}),
      ...(Number.isNaN(at.x) || (wanted.kind === 'target' && one.fit?.hosting === true)
        ? {}
        : { at: { x: Math.round(at.x), y: Math.round(at.y - 36) } }),
    });
    setAsked(undefined);
  };

  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const yaml = (
    <Suspense fallback={null}>
      {language !== undefined && <YamlPane jump={jump} link={language} />}
    </Suspense>
  );

  const conflict = saving.kind === 'conflict' && (
    <Conflict
      by={saving.theirs.by}
      base={seen(draft.id)?.text}
      mine={text}
      theirs={saving.theirs.content.draft.text}
      onSettle={(next, how) => {
        const all = { ...saving.theirs.content.draft.files, ...draft.files };
        store.getState().replace(how, next);
        store.getState().attach(all);
        saver.settle(saving.theirs, {
          draft: { ...draft, name, text: next, files: all },
          layout: store.getState().history.side,
        });
      }}
    />
  );

  const addOn = merging && <AddOn onClose={() => setMerging(false)} />;
  const bar = (
    <Bar
      draft={draft}
      name={name}
      onName={setName}
      state={stateWords(saving)}
      mode={narrow ? undefined : mode}
      onMode={setMode}
      onKeys={() => setKeys(true)}
      onAddOn={() => setMerging(true)}
      onDeploy={deploy}
    />
  );

  const strip = (
    <section className="strip" aria-label="Problems">
      <Problems onJump={go} />
    </section>
  );

  const announced = (
    <VisuallyHidden role="log" aria-live="polite" key="announced">
      {notice.text}
    </VisuallyHidden>
  );

  if (narrow) {
    return (
      <div className="composer narrow">
        {bar}
        {announced}
        <Alert variant="light" radius={0} py="xs">
          The canvas needs a wider screen. Here is the outline, with the same commands.
        </Alert>
        <Tabs defaultValue="outline" keepMounted={false} className="rest">
          <Tabs.List grow>
            <Tabs.Tab value="outline">Outline</Tabs.Tab>
            <Tabs.Tab value="node">Node</Tabs.Tab>
            <Tabs.Tab value="types">Types</Tabs.Tab>
            <Tabs.Tab value="text">Text</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="outline">
            <Outline />
            {strip}
          </Tabs.Panel>
          <Tabs.Panel value="node">
            <Inspector />
          </Tabs.Panel>
          <Tabs.Panel value="types" p="xs">
            <Palette wanted={{ kind: 'anything' }} />
          </Tabs.Panel>
          <Tabs.Panel value="text">{yaml}</Tabs.Panel>
        </Tabs>
        {addOn}
        {conflict}
      </div>
    );
  }

  return (
    <div className={`composer ${mode}`}>
      {bar}
      {announced}
      <div className="benches">
        <aside className="left" aria-label="Types and outline">
          <Tabs value={left} onChange={setLeft} keepMounted={false} className="rest">
            <Tabs.List grow>
              <Tabs.Tab value="types">Types</Tabs.Tab>
              <Tabs.Tab value="outline">Outline</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="types" p={8}>
              <Palette wanted={{ kind: 'anything' }} />
            </Tabs.Panel>
            <Tabs.Panel value="outline" p={4}>
              <Outline onOpen={() => setPanel('node')} />
            </Tabs.Panel>
          </Tabs>
        </aside>
        <div className="middle">
          {broken !== undefined && mode !== 'text' && (
            <div className="banner" role="alert">
              The text cannot be read at line {broken.line}; the canvas waits.{' '}
              <button
                type="button"
                onClick={() =>
                  go(
                    text
                      .split('\n')
                      .slice(0, broken.line - 1)
                      .join('\n').length + 1,
                  )
                }
              >
                Go to the line
              </button>
            </div>
          )}
          <div className="views">
            {mode === 'workflows' && (
              <div className="view">
                <Workflows />
              </div>
            )}
            {(mode === 'canvas' || mode === 'split') && (
              <div className="view">
                <ReactFlowProvider>
                  <Canvas onAsk={setAsked} key={mode} />
                </ReactFlowProvider>
                {empty && broken === undefined && (
                  <div className="hint-empty">
                    <Text fw={600}>Begin with a machine</Text>
                    <Text size="sm">
                      Drag a type here, or press <kbd>A</kbd> and search. What fits on a machine can
                      be dropped onto it.
                    </Text>
                  </div>
                )}
                {notice.text !== '' && notice.wrong && (
                  <div className="notice" key={notice.number}>
                    {notice.text}
                  </div>
                )}
              </div>
            )}
            {(mode === 'split' || mode === 'text') && <div className="view">{yaml}</div>}
          </div>
          {strip}
        </div>
        <aside className="right" aria-label="Inspector">
          <Tabs value={panel} onChange={setPanel} keepMounted={false} className="rest">
            <Tabs.List grow>
              <Tabs.Tab value="node">Node</Tabs.Tab>
              <Tabs.Tab value="inputs">In/Out</Tabs.Tab>
              <Tabs.Tab value="history">History</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="node">
              <Inspector />
            </Tabs.Panel>
            <Tabs.Panel value="inputs">
              <Inputs />
              <Bundles />
              <Substituting />
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <History draft={draft.id} saved={saving.kind === 'saved' ? saving.number : 0} />
            </Tabs.Panel>
          </Tabs>
        </aside>
      </div>
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={
          asked?.wanted.kind === 'target'
            ? `What fits as ${asked.wanted.requirement} of ${asked.wanted.source.name}`
            : 'Add a node'
        }
        size="sm"
      >
        {asked !== undefined && (
          <div className="asked">
            <Palette wanted={asked.wanted} onPick={pick} />
          </div>
        )}
      </Modal>
      <Keys opened={keys} onClose={() => setKeys(false)} />
      {addOn}
      {conflict}
      {errors > 0 && <VisuallyHidden>{errors} errors</VisuallyHidden>}
    </div>
  );
}

function stateWords(saving: Saving<Sheet>): string {
  switch (saving.kind) {
    case 'saved':
      return saving.number === 0 ? 'Not saved yet' : `Saved, revision ${saving.number}`;
    case 'saving':
      return 'Saving';
    case 'offline':
      return `Kept in this browser: ${saving.why}`;
    case 'conflict':
      return 'Changed by somebody else';
  }
}
