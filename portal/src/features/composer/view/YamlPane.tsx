import { indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, Transaction } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import { nonce } from '@/design/nonce';
import { change } from '../document/history';
import { nodeAt } from '../problems/problems';
import { assistance } from '../language/editing';
import type { Link } from '../language/link';
import type { ComposerStore } from '../state/composer';
import { useComposerStore } from './context';

/** Colours that have contrast on both grounds. */
const COLOURS = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-text)' },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--code-value)' },
    { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
    { tag: [tags.punctuation, tags.separator], color: 'var(--code-comment)' },
  ]),
);

/** The text of the template; what is typed here is on the canvas a moment later, and back. */
export function YamlPane({
  jump,
  link,
}: {
  readonly jump: { at: number; number: number } | undefined;
  readonly link: Link;
}) {
  const store = useComposerStore();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);

  useEffect(() => {
    if (place.current === null) {
      return;
    }
    const editor = editorOf(place.current, store, link);
    view.current = editor;
    // It scrolls, so that it can be reached by keys too.
    editor.scrollDOM.tabIndex = 0;
    const { graph, selected } = store.getState();
    const start = graph.nodes.find((node) => node.name === selected[0])?.start;
    if (start !== undefined && start <= editor.state.doc.length) {
      editor.dispatch({ effects: EditorView.scrollIntoView(start, { y: 'start', yMargin: 40 }) });
    }
    const stop = store.subscribe((now, before) => {
      if (
        now.history.text !== editor.state.doc.toString() &&
        now.history.text !== before.history.text
      ) {
        const made = change(editor.state.doc.toString(), now.history.text);
        if (made !== undefined) {
          editor.dispatch({
            changes: { from: made.at, to: made.at + made.removed.length, insert: made.inserted },
            annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
          });
        }
      }
      if (now.problems !== before.problems || now.broken !== before.broken) {
        editor.dispatch({ effects: LINT.reconfigure(lint(store)) });
      }
      const [name] = now.selected;
      if (now.selected !== before.selected && name !== undefined && !editor.hasFocus) {
        const at = now.graph.nodes.find((node) => node.name === name)?.start;
        if (at !== undefined && now.broken === undefined && at <= editor.state.doc.length) {
          editor.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'start', yMargin: 40 }) });
        }
      }
    });
    return () => {
      stop();
      editor.destroy();
    };
  }, [store, link]);

  useEffect(() => {
    const editor = view.current;
    if (jump !== undefined && editor !== undefined) {
      const at = Math.min(jump.at, editor.state.doc.length);
      editor.dispatch({
        selection: { anchor: at },
        effects: EditorView.scrollIntoView(at, { y: 'center' }),
      });
      editor.focus();
    }
  }, [jump]);

  return <div ref={place} className="yaml" />;
}

const LINT = new Compartment();

function editorOf(parent: HTMLElement, store: ComposerStore, link: Link): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: store.getState().history.text,
      extensions: [
        basicSetup,
        yaml(),
        COLOURS,
        EditorView.cspNonce.of(nonce()),
        EditorView.contentAttributes.of({ 'aria-label': 'Text of the template' }),
        EditorState.tabSize.of(2),
        lintGutter(),
        LINT.of(lint(store)),
        assistance(link),
        keymap.of([
          // There is one history for text and canvas.
          { key: 'Mod-z', run: () => (store.getState().undo(), true) },
          { key: 'Mod-y', run: () => (store.getState().redo(), true) },
          { key: 'Mod-Shift-z', run: () => (store.getState().redo(), true) },
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          const mine = update.transactions.some(
            (each) => each.docChanged && each.annotation(Transaction.remote) !== true,
          );
          if (mine) {
            store.getState().type(update.state.doc.toString());
          }
          if (update.selectionSet && update.view.hasFocus && !update.docChanged) {
            const { graph, history, selected, select, broken } = store.getState();
            const name =
              broken === undefined
                ? nodeAt(graph, history.text, update.state.selection.main.head)
                : undefined;
            if (name !== undefined && selected[0] !== name) {
              select([name]);
            }
          }
        }),
      ],
    }),
  });
}

function lint(store: ComposerStore) {
  return linter(
    (editor): Diagnostic[] => {
      const { problems, broken } = store.getState();
      const { doc } = editor.state;
      if (broken !== undefined) {
        const line = doc.line(Math.min(broken.line, doc.lines));
        return [{ from: line.from, to: line.to, severity: 'error', message: broken.message }];
      }
      return problems.flatMap((problem): Diagnostic[] => {
        const { start, end, severity, message, hint, fix } = problem;
        if (start === undefined || end === undefined || end > doc.length) {
          return [];
        }
        return [
          {
            from: start,
            to: Math.max(start, end),
            severity,
            message: hint === undefined ? message : `${message}\n${hint}`,
            actions:
              fix === undefined
                ? []
                : [
                    {
                      name: fix.label,
                      apply: (each) =>
                        each.dispatch({
                          changes: { from: fix.start, to: fix.end, insert: fix.fresh },
                        }),
                    },
                  ],
          },
        ];
      });
    },
    { delay: 0 },
  );
}
