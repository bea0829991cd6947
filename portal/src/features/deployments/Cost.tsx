import { useQuery } from '@tanstack/react-query';
import { usageQuery } from '@/api/queries';
import { costs } from '@/design/text';

/** What a deployment has cost until now, by the prices that it was placed for. */
export function Cost({ id }: { readonly id: string }) {
  const usage = useQuery({
    ...usageQuery({ deployment: id, limit: 0 }),
    refetchInterval: 15_000,
  });
  return usage.data === undefined ? (
    <span className="fl-faint">…</span>
  ) : (
    <>{costs(usage.data.total.costs, usage.data.total.unpriced)}</>
  );
}
