import {
  ActionIcon,
  Button,
  Group,
  Menu,
  SegmentedControl,
  Text,
  TextInput,
  Title,
  Tooltip,
  VisuallyHidden,
} from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDots,
  IconKeyboard,
  IconRocket,
} from '@tabler/icons-react';
import type { Draft } from '@/api/drafts';
import { save as saveFile } from '@/design/files';
import { packed } from '../state/server';
import { useComposer, useComposerStore } from './context';

export type Mode = 'canvas' | 'split' | 'text' | 'workflows';

/** The head of the composer: what the draft is called, what can be done with all of it. */
export function Bar({
  draft,
  name,
  onName,
  state,
  mode,
  onMode,
  onKeys,
  onAddOn,
  onDeploy,
}: {
  readonly draft: Draft;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly state: string;
  /** Nothing where there is no room for a choice. */
  readonly mode: Mode | undefined;
  readonly onMode: (mode: Mode) => void;
  readonly onKeys: () => void;
  readonly onAddOn: () => void;
  readonly onDeploy: () => void;
}) {
  const store = useComposerStore();
  const canUndo = useComposer((composer) => composer.history.done.length > 0);
  const canRedo = useComposer((composer) => composer.history.undone.length > 0);
  const broken = useComposer((composer) => composer.broken);
  const empty = useComposer((composer) => composer.graph.nodes.length === 0);
  const text = () => store.getState().history.text;
  const say = (words: string, wrong = false) => store.getState().say(words, wrong);

  const pack = async () => {
    try {
      saveFile(`${name}.csar`, await packed(draft, text()));
    } catch (failure) {
      say(failure instanceof Error ? failure.message : String(failure), true);
    }
  };
  const share = async () => {
    const link = new URL(location.href);
    link.search = '';
    link.hash = '';
    await navigator.clipboard.writeText(link.href);
    say('The link is copied: whoever is signed in to this server opens the same draft');
  };

  return (
    <Group className="bar" gap="xs" wrap="nowrap">
      <VisuallyHidden>
        <Title order={1}>{name}</Title>
      </VisuallyHidden>
      <TextInput
        aria-label="Name of the draft"
        variant="unstyled"
        className="title"
        value={name}
        maxLength={120}
        onChange={(event) => onName(event.currentTarget.value || 'untitled')}
      />
      <Text size="xs" c="dimmed" className="state" role="status">
        {state}
      </Text>
      <ActionIcon.Group>
        <Tooltip label="Undo">
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Undo"
            disabled={!canUndo}
            onClick={() => store.getState().undo()}
          >
            <IconArrowBackUp size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Redo">
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Redo"
            disabled={!canRedo}
            onClick={() => store.getState().redo()}
          >
            <IconArrowForwardUp size={16} />
          </ActionIcon>
        </Tooltip>
      </ActionIcon.Group>
      {mode !== undefined && (
        <SegmentedControl
          size="xs"
          aria-label="What is shown"
          value={mode}
          onChange={(next) => onMode(next as Mode)}
          data={[
            { value: 'canvas', label: 'Canvas' },
            { value: 'split', label: 'Split' },
            { value: 'text', label: 'Text' },
            { value: 'workflows', label: 'Workflows' },
          ]}
        />
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void pack()}>Export as an archive (CSAR)</Menu.Item>
          <Menu.Item
            onClick={() =>
              saveFile(`${name}.yaml`, new Blob([text()], { type: 'application/yaml' }))
            }
          >
            Export the template (YAML)
          </Menu.Item>
          <Menu.Item onClick={() => void navigator.clipboard.writeText(text())}>
            Copy the text
          </Menu.Item>
          <Menu.Item onClick={() => void share()}>Copy a link to this draft</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={onAddOn} disabled={broken !== undefined}>
            Merge an add-on…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {mode !== undefined && (
        <ActionIcon variant="default" size={30} aria-label="Keys" onClick={onKeys}>
          <IconKeyboard size={16} />
        </ActionIcon>
      )}
      <Button
        size="xs"
        leftSection={<IconRocket size={15} />}
        onClick={onDeploy}
        disabled={broken !== undefined || empty}
      >
        Plan
      </Button>
    </Group>
  );
}
