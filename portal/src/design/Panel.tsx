import { Button, Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Component, type ReactNode } from 'react';
import type { Tone } from './Status';

interface Failure {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly title?: string;
  readonly requestId?: string | undefined;
}

/** A remark in a box. */
export function Note({
  tone,
  children,
  title,
}: {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="fl-note" data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      {title === undefined ? null : <strong>{title}</strong>}
      <div className="fl-wrap">{children}</div>
    </div>
  );
}

/** What went wrong, what to do, and the number to ask with. */
export function Failed({
  failure,
  onRetry,
}: {
  readonly failure: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  const known: Failure = failure instanceof Error ? failure : { message: String(failure) };
  return (
    <Note tone="bad" title={known.title ?? 'This went wrong'}>
      <Stack gap={6} align="flex-start">
        <span>{known.message}</span>
        {known.hint === undefined ? null : <span className="fl-faint">{known.hint}</span>}
        {known.requestId === undefined ? null : (
          <span className="fl-mono fl-faint">request {known.requestId}</span>
        )}
        {onRetry === undefined ? null : (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Note>
  );
}

class Boundary extends Component<
  { readonly children: ReactNode },
  { readonly failure: Error | undefined }
> {
  override state = { failure: undefined as Error | undefined };

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    return this.state.failure === undefined ? (
      this.props.children
    ) : (
      <div className="fl-body">
        <Failed
          failure={this.state.failure}
          onRetry={() => this.setState({ failure: undefined })}
        />
      </div>
    );
  }
}

/** A part of a page that fails alone. */
export function Panel({
  title,
  actions,
  flush,
  children,
}: {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  /** Without padding, for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className="fl-panel">
      {title === undefined ? null : (
        <header>
          <h2>{title}</h2>
          {actions}
        </header>
      )}
      <Boundary>
        {/* What scrolls can be reached by keyboard. */}
        <div className={flush ? 'fl-flush' : 'fl-body'} tabIndex={flush ? 0 : undefined}>
          {children}
        </div>
      </Boundary>
    </section>
  );
}

/** The answer of a query, or that it is on its way or failed. */
export function Answer<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  return query.isError ? (
    <Failed failure={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <Stack gap={8} p={14} role="status" aria-busy="true" aria-label="Loading">
      <Skeleton height={18} width="60%" />
      <Skeleton height={18} />
      <Skeleton height={18} width="80%" />
    </Stack>
  );
}

/** One sentence where there is nothing, and what to do about it. */
export function Empty({
  children,
  action,
}: {
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <Stack align="center" gap={10} py={28} px={14} ta="center">
      <span className="fl-faint">{children}</span>
      {action}
    </Stack>
  );
}
