import { Button, Group, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { Found } from '../problems/problems';
import { useComposer, useComposerStore } from './context';

/** What is wrong, each with a way to it, and a fix where one is known. */
export function Problems({ onJump }: { readonly onJump: (at: number) => void }) {
  const store = useComposerStore();
  const problems = useComposer((composer) => composer.problems);
  const broken = useComposer((composer) => composer.broken);
  const text = useComposer((composer) => composer.history.text);

  const go = (problem: Found) => {
    if (problem.node !== undefined) {
      store.getState().select([problem.node]);
    }
    if (problem.start !== undefined) {
      onJump(problem.start);
    }
  };
  const mend = ({ fix }: Found) => {
    if (fix !== undefined) {
      store
        .getState()
        .replace(fix.label, text.slice(0, fix.start) + fix.fresh + text.slice(fix.end));
    }
  };

  if (broken !== undefined) {
    return (
      <Group gap={8} p="xs" className="problem" wrap="nowrap">
        <IconCircleX size={16} className="wrong" aria-hidden />
        <Text size="sm">
          Line {broken.line}: {broken.message}. The canvas shows the last text that could be read.
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() =>
            onJump(
              text
                .split('\n')
                .slice(0, broken.line - 1)
                .join('\n').length + 1,
            )
          }
        >
          Go there
        </Button>
      </Group>
    );
  }
  if (problems.length === 0) {
    return (
      <Group gap={8} p="xs">
        <IconCircleCheck size={16} className="fine" aria-hidden />
        <Text size="sm" c="dimmed">
          No problems
        </Text>
      </Group>
    );
  }
  return (
    <ScrollArea.Autosize
      mah={150}
      type="auto"
      viewportProps={{ tabIndex: 0, 'aria-label': 'List of problems' }}
    >
      <ul className="problems">
        {problems.map((problem) => (
          <li key={problem.id}>
            <UnstyledButton className="problem" onClick={() => go(problem)}>
              {problem.severity === 'error' ? (
                <IconCircleX size={16} className="wrong" aria-label="Error" />
              ) : (
                <IconAlertTriangle size={16} className="warned" aria-label="Warning" />
              )}
              <span className="where">{problem.node ?? `line ${problem.line}`}</span>
              <span className="what">{problem.message}</span>
              {problem.hint !== undefined && <span className="hint">{problem.hint}</span>}
            </UnstyledButton>
            {problem.fix !== undefined && (
              <Button size="compact-xs" variant="default" onClick={() => mend(problem)}>
                {problem.fix.label}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </ScrollArea.Autosize>
  );
}
