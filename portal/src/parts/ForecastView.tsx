import { Stack } from '@mantine/core';
import type { Forecast } from '@/api/queries';
import { Note } from '@/design/Panel';
import { Figures } from '@/design/Page';
import { counted, price } from '@/design/text';
import { ProblemsList } from './ProblemsList';

const WORDS: Readonly<Record<string, string>> = {
  create: 'made',
  remove: 'removed',
  replace: 'made anew',
  move: 'moved',
  update: 'changed in place',
  restart: 'restarted',
  resume: 'finished',
};

const TONES: Readonly<Record<string, string>> = {
  create: 'ok',
  remove: 'bad',
  replace: 'warn',
  move: 'warn',
  update: 'busy',
  restart: 'busy',
  resume: 'busy',
};

/** Whether a change does anything at all. */
export function changesSomething(forecast: Forecast): boolean {
  return forecast.steps.length > 0 || forecast.changes.some((change) => change.change !== 'none');
}

/** What a change would do to each instance, and to the price. */
export function ForecastView({ forecast }: { readonly forecast: Forecast }) {
  const changes = forecast.changes.filter((change) => change.change !== 'none');
  const same = forecast.changes.length - changes.length;
  return (
    <Stack gap={12}>
      <Figures
        items={[
          ['Steps', forecast.steps.length],
          ['Stay as they are', same],
          ...Object.entries(forecast.summary)
            .filter(([kind]) => kind !== 'none')
            .map(([kind, count]) => [WORDS[kind] ?? kind, count] as const),
          [
            'Price per hour',
            `${price(forecast.before.pricePerHour, forecast.before.currency)} → ${price(
              forecast.after.pricePerHour,
              forecast.after.currency,
            )}`,
          ],
        ]}
      />
      {forecast.problems.length === 0 ? null : <ProblemsList problems={forecast.problems} />}
      {changesSomething(forecast) ? (
        <div className="fl-panel fl-flush" tabIndex={0}>
          <table className="fl-table">
            <thead>
              <tr>
                <th scope="col">Instance</th>
                <th scope="col">Is</th>
                <th scope="col">Site</th>
                <th scope="col">Because</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={`${change.node}.${change.index}`}>
                  <th scope="row" className="fl-wrap">
                    {change.node}.{change.index}
                  </th>
                  <td>
                    <span className="fl-status" data-tone={TONES[change.change] ?? 'off'}>
                      {WORDS[change.change] ?? change.change}
                    </span>
                  </td>
                  <td>{change.site}</td>
                  <td className="fl-wrap fl-faint">{change.reasons.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Note tone="ok" title="Nothing has to be done">
          {counted(same, 'instance')} as wanted.
        </Note>
      )}
    </Stack>
  );
}
