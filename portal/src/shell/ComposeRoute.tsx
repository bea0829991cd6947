import { Loader } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { keepDraft, newDraft, readDraft } from '@/api/drafts';
import { ComposerPage, useOnItsWay } from '@/features/composer';

export function ComposeRoute() {
  const { draft: id } = useParams({ from: '/compose/$draft' });
  const { node } = useSearch({ from: '/compose/$draft' });
  const navigate = useNavigate();
  const [{ draft, kept }] = useState(() => {
    const own = readDraft(id);
    return { draft: own ?? newDraft({ id }), kept: own !== undefined };
  });
  useOnItsWay(draft);
  return (
    <Suspense fallback={<Loader aria-label="Loading the composer" />}>
      <ComposerPage
        key={draft.id}
        draft={draft}
        kept={kept}
        onChange={keepDraft}
        onDeploy={() => void navigate({ to: '/deploy', search: { draft: id } })}
        selected={node}
        onSelect={(selected) =>
          void navigate({
            to: '/compose/$draft',
            params: { draft: id },
            search: selected === undefined ? {} : { node: selected },
            replace: true,
          })
        }
      />
    </Suspense>
  );
}
