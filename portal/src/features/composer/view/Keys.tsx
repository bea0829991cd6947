import { Modal } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useComposerStore } from './context';

const KEYS = [
  ['A', 'add a node'],
  ['Tab, then Enter', 'choose a node'],
  ['Arrows', 'move what is chosen'],
  ['Delete', 'delete what is chosen'],
  ['Ctrl+D', 'duplicate'],
  ['Ctrl+C, Ctrl+V', 'copy and paste'],
  ['Ctrl+Z, Ctrl+Shift+Z', 'undo and redo, across canvas and text'],
  ['Ctrl+S', 'save now'],
  ['Ctrl+Enter', 'plan'],
] as const;

/** Which keys there are. */
export function Keys({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md">
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

/** Listens to the keys of the composer, wherever the focus is. */
export function useShortcuts(does: {
  readonly saveNow: () => void;
  readonly deploy: () => void;
  readonly add: () => void;
}): void {
  const store = useComposerStore();
  const last = useRef(does);
  useEffect(() => {
    last.current = does;
  });
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      const writing =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [contenteditable=true], [role=dialog]') !== null;
      const mod = event.ctrlKey || event.metaKey;
      const composer = store.getState();
      const run = (what: () => void) => {
        event.preventDefault();
        what();
      };
      if (mod && event.key === 's') {
        run(last.current.saveNow);
      } else if (mod && event.key === 'Enter') {
        run(last.current.deploy);
      } else if (!writing && mod && event.key.toLowerCase() === 'z') {
        run(event.shiftKey ? composer.redo : composer.undo);
      } else if (!writing && mod && event.key === 'y') {
        run(composer.redo);
      } else if (!writing && mod && event.key === 'd') {
        run(() => {
          composer.copy(composer.selected);
          store.getState().paste();
        });
      } else if (!writing && mod && event.key === 'c' && (getSelection()?.isCollapsed ?? true)) {
        run(() => composer.copy(composer.selected));
      } else if (!writing && mod && event.key === 'v') {
        run(composer.paste);
      } else if (!writing && !mod && event.key === 'a') {
        run(last.current.add);
      }
    };
    document.addEventListener('keydown', act);
    return () => document.removeEventListener('keydown', act);
  }, [store]);
}
