import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { typeQuery, type TypeDetails } from '@/api/queries';
import { Copy } from '@/design/Copy';
import { Page } from '@/design/Page';
import { Answer, Panel } from '@/design/Panel';
import { stateWords } from '@/design/Status';
import { shown } from '@/design/text';

/** One type with all that it has, what it inherits included. */
export default function TypePage() {
  const { name } = useParams({ from: '/catalogue/types/$name' });
  const query = useQuery(typeQuery(name));
  return (
    <Page title={name}>
      <Answer query={query}>{(type) => <Shown type={type} />}</Answer>
    </Page>
  );
}

function TypeLink({ name }: { readonly name: string }) {
  return (
    <Link to="/catalogue/types/$name" params={{ name }} className="fl-link fl-mono">
      {name}
    </Link>
  );
}

/** Types of the language have full names; others, such as string, have no page. */
function MaybeLink({ name }: { readonly name: string }) {
  return /^[a-z]\w*\.\w+\./.test(name) ? (
    <TypeLink name={name} />
  ) : (
    <span className="fl-mono">{name}</span>
  );
}

function Shown({ type }: { readonly type: TypeDetails }) {
  const from = (by: string): ReactNode =>
    by === type.name ? <span className="fl-faint">here</span> : <TypeLink name={by} />;
  return (
    <Stack gap={14}>
      <Panel>
        <Stack gap={8}>
          <span className="fl-faint">
            {stateWords(type.kind)} type of the profile {type.profile}
          </span>
          {type.description === '' ? null : <span>{type.description}</span>}
          {type.derivation.length === 0 ? null : (
            <div>
              <span className="fl-faint">Derives from </span>
              {type.derivation.map((name, at) => (
                <span key={name}>
                  {at === 0 ? '' : ' → '}
                  <TypeLink name={name} />
                </span>
              ))}
            </div>
          )}
          {type.derived.length === 0 ? null : (
            <details>
              <summary>Types that derive from it ({type.derived.length})</summary>
              <Stack gap={2} mt={6}>
                {type.derived.map((name) => (
                  <TypeLink key={name} name={name} />
                ))}
              </Stack>
            </details>
          )}
        </Stack>
      </Panel>
      <Values title="Properties" values={type.properties} from={from} />
      <Values title="Attributes" values={type.attributes} from={from} />
      {type.capabilities.length === 0 ? null : (
        <Panel title="Capabilities" flush>
          <table className="fl-table">
            <Head names={['Name', 'Type', 'For', 'Declared by']} />
            <tbody>
              {type.capabilities.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{one.name}</th>
                  <td>
                    <MaybeLink name={one.type} />
                    <div className="fl-faint">{one.description}</div>
                  </td>
                  <td>
                    {one.sources.length === 0 ? (
                      <span className="fl-faint">all</span>
                    ) : (
                      one.sources.map((source) => (
                        <div key={source}>
                          <MaybeLink name={source} />
                        </div>
                      ))
                    )}
                  </td>
                  <td>{from(one.declaredBy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      {type.requirements.length === 0 ? null : (
        <Panel title="Requirements" flush>
          <table className="fl-table">
            <Head
              names={['Name', 'Capability', 'Node', 'Relationship', 'How many', 'Declared by']}
            />
            <tbody>
              {type.requirements.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{one.name}</th>
                  <td>
                    {one.capability === undefined ? null : <MaybeLink name={one.capability} />}
                  </td>
                  <td>{one.node === undefined ? null : <MaybeLink name={one.node} />}</td>
                  <td>
                    {one.relationship === undefined ? null : <MaybeLink name={one.relationship} />}
                  </td>
                  <td className="fl-mono">{one.count}</td>
                  <td>{from(one.declaredBy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      {type.interfaces.length === 0 ? null : (
        <Panel title="Interfaces" flush>
          <table className="fl-table">
            <Head names={['Name', 'Type', 'Operations', 'Declared by']} />
            <tbody>
              {type.interfaces.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{one.name}</th>
                  <td>{one.type === undefined ? null : <MaybeLink name={one.type} />}</td>
                  <td className="fl-mono">{one.operations.join(', ')}</td>
                  <td>{from(one.declaredBy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      {type.text === '' ? null : (
        <Panel title="As it is written" actions={<Copy text={type.text} what="the declaration" />}>
          <pre className="fl-code" tabIndex={0}>
            {type.text}
          </pre>
        </Panel>
      )}
    </Stack>
  );
}

function Head({ names }: { readonly names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Values({
  title,
  values,
  from,
}: {
  readonly title: string;
  readonly values: TypeDetails['properties'];
  readonly from: (by: string) => ReactNode;
}) {
  return values.length === 0 ? null : (
    <Panel title={title} flush>
      <table className="fl-table">
        <Head names={['Name', 'Type', 'Default', 'Has to be', 'Declared by']} />
        <tbody>
          {values.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                {one.name}
                {one.required && title === 'Properties' ? (
                  <div className="fl-faint">required</div>
                ) : null}
              </th>
              <td>
                <MaybeLink name={one.type} />
                {one.entry === undefined ? null : (
                  <>
                    {' of '}
                    <MaybeLink name={one.entry} />
                  </>
                )}
                <div className="fl-faint">{one.description}</div>
              </td>
              <td className="fl-mono fl-wrap">
                {one.initial === undefined ? null : shown(one.initial)}
              </td>
              <td className="fl-mono fl-wrap">
                {one.constraints.map((constraint, at) => (
                  <div key={at}>
                    {shown(constraint).replaceAll(/[{}"]/g, '').replace(':', ': ')}
                  </div>
                ))}
              </td>
              <td>{from(one.declaredBy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
