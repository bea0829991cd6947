import type { Draft } from '@/api/drafts';

/** What the shell gives to the composer: a draft to begin with, and ways out of it. */
export interface ComposerPageProps {
  /** As it was kept last; the composer holds the text from then on. */
  readonly draft: Draft;
  /** Whether this browser has kept it; else it holds nothing that the server's would have to yield to. */
  readonly kept: boolean;
  /** Keeps what was edited. */
  readonly onChange: (draft: Draft) => void;
  /** Goes to the page that plans and deploys the kept draft. */
  readonly onDeploy: () => void;
  /** The node that the address names, and how the address is told of another one. */
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
}
