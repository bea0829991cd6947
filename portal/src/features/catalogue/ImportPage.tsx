import { Button, FileButton, Group, Stack } from '@mantine/core';
import { IconPencil, IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answer, client, type Schemas } from '@/api/client';
import { keepDraft, newDraft } from '@/api/drafts';
import { Page } from '@/design/Page';
import { Failed, Note, Panel } from '@/design/Panel';
import { bytes, counted } from '@/design/text';
import { ProblemsList } from '@/parts/ProblemsList';
import { readFile } from '@/parts/requests';

type Report = Schemas['ArchiveReport'];

/** Looks into an archive, says what is wrong with it, and takes it in as a draft when that is wanted. */
export default function ImportPage() {
  const navigate = useNavigate();
  const check = useMutation({
    mutationFn: async (file: File) => {
      const { path, content } = await readFile(file);
      const report = await answer(
        client.POST('/api/v1/archives/reports', {
          body: { template: path, files: { [path]: content } },
        }),
      );
      return { name: path.replace(/\.(csar|zip|tar|tgz|tar\.gz)$/i, ''), report };
    },
  });
  const take = (name: string, { template, files }: Report) => {
    if (template === undefined) {
      return;
    }
    const { [template]: main, ...others } = files;
    const kept = Object.fromEntries(
      Object.entries(others).map(([path, { text, base64 }]) => [
        path,
        text === undefined || text === null ? { base64: base64 ?? '' } : { text },
      ]),
    );
    const draft = newDraft({ name, path: template, text: main?.text ?? '', files: kept });
    keepDraft(draft);
    void navigate({ to: '/compose/$draft', params: { draft: draft.id }, search: {} });
  };
  const { data } = check;
  return (
    <Page title="Import an archive">
      <Panel
        title="Archive"
        actions={
          <FileButton
            accept=".csar,.zip,.tar,.tgz,.gz"
            onChange={(file) => {
              if (file !== null) {
                check.mutate(file);
              }
            }}
          >
            {(props) => (
              <Button
                {...props}
                size="xs"
                variant="default"
                loading={check.isPending}
                leftSection={<IconUpload size={15} />}
              >
                Choose an archive
              </Button>
            )}
          </FileButton>
        }
      >
        <Stack gap={10}>
          {data === undefined && !check.isError && (
            <span className="fl-faint">
              A CSAR as zip, tar or tar.gz. It is checked first, and nothing of it is kept until you
              take it in.
            </span>
          )}
          {check.isError && <Failed failure={check.error} />}
          {data !== undefined && (
            <>
              <Note tone={data.report.valid ? 'ok' : 'bad'}>
                {data.report.template === undefined ? (
                  'No template was found in it.'
                ) : (
                  <>
                    The template is <span className="fl-mono">{data.report.template}</span>;{' '}
                    {data.report.problems.length === 0
                      ? 'nothing is wrong with it.'
                      : `it has ${counted(data.report.problems.length, 'problem')}.`}
                  </>
                )}
              </Note>
              <Group>
                <Button
                  leftSection={<IconPencil size={15} />}
                  disabled={data.report.template === undefined}
                  onClick={() => take(data.name, data.report)}
                >
                  Compose it
                </Button>
              </Group>
            </>
          )}
        </Stack>
      </Panel>
      {data !== undefined && data.report.problems.length > 0 && (
        <Panel title="Problems" flush>
          <ProblemsList problems={data.report.problems} />
        </Panel>
      )}
      {data !== undefined && (
        <Panel title={counted(Object.keys(data.report.files).length, 'file')} flush>
          <table className="fl-table">
            <thead>
              <tr>
                <th scope="col">Path</th>
                <th scope="col">Size</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(data.report.files).map(([path, { text, base64 }]) => (
                <tr key={path}>
                  <th scope="row" className="fl-mono">
                    {path}
                  </th>
                  <td>{bytes(text?.length ?? Math.floor(((base64?.length ?? 0) * 3) / 4))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </Page>
  );
}
