import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { EditorView, hoverTooltip, type Tooltip } from '@codemirror/view';
import type { Link } from './link';
import { offsetOf } from './positions';
import { rendered } from './prose';

/** By the numbers of the protocol, as far as they have a picture. */
const KINDS: Readonly<Record<number, string>> = {
  3: 'function',
  5: 'property',
  6: 'variable',
  7: 'class',
  8: 'interface',
  10: 'property',
  12: 'constant',
  13: 'enum',
  14: 'keyword',
  17: 'text',
  20: 'constant',
  21: 'constant',
  22: 'type',
  25: 'type',
};

/** What the language server knows, while text is written. */
export function assistance(link: Link) {
  return [
    autocompletion({ override: [(context) => complete(context, link)], activateOnTyping: true }),
    hoverTooltip((view, at) => hover(view, at, link)),
  ];
}

async function complete(context: CompletionContext, link: Link): Promise<CompletionResult | null> {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = /[\w.:/-]*$/.exec(before)?.[0] ?? '';
  const wanted = word !== '' || /[:[{,-] $/.test(before);
  if (!link.live() || (!context.explicit && !wanted)) {
    return null;
  }
  const items = await link.complete(context.pos).catch(() => []);
  const [first] = items;
  if (first === undefined || context.aborted) {
    return null;
  }
  const text = context.state.doc.toString();
  const range = first.textEdit?.range;
  return {
    from: range === undefined ? context.pos - word.length : offsetOf(text, range.start),
    options: items.map((item, index): Completion => ({
      label: item.label,
      apply: item.textEdit?.newText ?? item.insertText ?? item.label,
      type: KINDS[item.kind ?? 0] ?? 'text',
      boost: -index / items.length,
      ...(item.detail === undefined ? {} : { detail: item.detail }),
      ...(item.documentation === undefined
        ? {}
        : {
            info: () =>
              rendered(
                typeof item.documentation === 'string'
                  ? item.documentation
                  : (item.documentation?.value ?? ''),
              ),
          }),
    })),
    validFor: /^[\w.:/-]*$/,
  };
}

async function hover(view: EditorView, at: number, link: Link): Promise<Tooltip | null> {
  if (!link.live()) {
    return null;
  }
  const said = await link.hover(at).catch(() => null);
  if (said === null || said.contents.value === '') {
    return null;
  }
  const text = view.state.doc.toString();
  return {
    pos: said.range === undefined ? at : offsetOf(text, said.range.start),
    ...(said.range === undefined ? {} : { end: offsetOf(text, said.range.end) }),
    create: () => ({ dom: rendered(said.contents.value) }),
  };
}
