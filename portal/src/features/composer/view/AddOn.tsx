import { Button, FileButton, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { templateQuery, templatesQuery } from '@/api/queries';
import { merge } from '../state/server';
import { useComposer, useComposerStore } from './context';

const Comparison = lazy(() =>
  import('./Comparison').then(({ Comparison: view }) => ({ default: view })),
);

/** Merges another template onto this one, after what that would change has been seen. */
export function AddOn({ onClose }: { readonly onClose: () => void }) {
  const store = useComposerStore();
  const text = useComposer((composer) => composer.history.text);
  const [file, setFile] = useState<{ name: string; text: string } | undefined>();
  const [example, setExample] = useState('');
  const examples = useQuery(templatesQuery);
  const chosen = useQuery({ ...templateQuery(example), enabled: example !== '' });
  const main =
    chosen.data === undefined ? undefined : chosen.data.files[chosen.data.template]?.text;
  const addOn =
    file ?? (main === undefined || example === '' ? undefined : { name: example, text: main });
  const merged = useQuery({
    queryKey: ['composition', text, addOn],
    queryFn: () => merge(text, addOn === undefined ? [] : [addOn]),
    enabled: addOn !== undefined,
    retry: false,
  });
  return (
    <Modal opened onClose={onClose} title="Merge an add-on" size="80%">
      <Stack>
        <Text size="sm">
          What only the add-on has is added, mappings are merged, lists made longer. Where both have
          a value the add-on&apos;s is taken, and it is said so.
        </Text>
        <Group align="end">
          <NativeSelect
            label="From the catalogue"
            value={example}
            onChange={(event) => {
              setFile(undefined);
              setExample(event.currentTarget.value);
            }}
            data={['', ...(examples.data ?? []).map(({ name }) => name)]}
          />
          <FileButton
            accept=".yaml,.yml"
            onChange={(picked) =>
              void picked?.text().then((content) => setFile({ name: picked.name, text: content }))
            }
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={15} />}>
                {file?.name ?? 'A file'}
              </Button>
            )}
          </FileButton>
        </Group>
        {merged.isError && addOn !== undefined && (
          <Text size="sm" role="alert">
            {merged.error.message}
          </Text>
        )}
        {merged.data !== undefined && addOn !== undefined && (
          <>
            {merged.data.problems.length > 0 && (
              <ul className="problems" aria-label="What the merge says">
                {merged.data.problems.map((problem, index) => (
                  <li key={index} className="problem">
                    <span className="where">
                      {problem.file}:{problem.line}
                    </span>
                    <span className="what">{problem.message}</span>
                  </li>
                ))}
              </ul>
            )}
            <Suspense>
              <Comparison before={text} after={merged.data.template} />
            </Suspense>
            <Button
              w="fit-content"
              disabled={!merged.data.valid}
              onClick={() => {
                store.getState().replace(`Merge ${addOn.name}`, merged.data.template);
                onClose();
              }}
            >
              Merge it
            </Button>
          </>
        )}
      </Stack>
    </Modal>
  );
}
