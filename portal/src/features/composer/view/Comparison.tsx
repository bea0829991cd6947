import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { nonce } from '@/design/nonce';

/** Two texts side by side, what differs marked. */
export function Comparison({ before, after }: { readonly before: string; readonly after: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) {
      return;
    }
    const of = (doc: string, label: string) => ({
      doc,
      extensions: [
        lineNumbers(),
        EditorState.readOnly.of(true),
        EditorView.cspNonce.of(nonce()),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      ],
    });
    const view = new MergeView({
      parent: place.current,
      a: of(before, 'Before'),
      b: of(after, 'After'),
      collapseUnchanged: { margin: 2, minSize: 6 },
    });
    for (const editor of [view.a, view.b]) {
      editor.scrollDOM.tabIndex = 0;
    }
    return () => view.destroy();
  }, [before, after]);
  return <div ref={place} className="comparison" />;
}
