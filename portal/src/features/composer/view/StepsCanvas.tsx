import {
  Background,
  BackgroundVariant,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  ReactFlowProvider,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import type { StepEdge } from '../document/operations';
import type { Positions } from '../layout/arrange';
import { tidy } from '../layout/tidy';
import type { Workflow } from '../model/graph';
import { useComposerStore } from './context';
import { activityWords } from './Workflows';

type StepData = { name: string; target: string; does: string };
type StepNode = Node<StepData, 'step'>;

const TYPES = { step: StepCard };

/** A step: what follows it leaves on the right, when it succeeds above and when it fails below. */
function StepCard({ data }: NodeProps<StepNode>) {
  return (
    <div className="card step" data-step={data.name}>
      <Handle type="target" position={Position.Left} id="in" />
      <div className="head">
        <span className="words">
          <span className="name">{data.name}</span>
          <span className="type">
            {data.target}: {data.does}
          </span>
        </span>
      </div>
      <Handle
        type="source"
        position={Position.Right}
        id="on_success"
        title="then"
        style={{ top: 22 }}
      />
      <Handle
        type="source"
        position={Position.Right}
        id="on_failure"
        title="if it fails"
        style={{ top: 54 }}
      />
    </div>
  );
}

/** The steps of a workflow and what leads to what; a line that is drawn is a line of the text. */
export function StepsCanvas({
  workflow,
  scheme,
}: {
  readonly workflow: Workflow;
  readonly scheme: 'light' | 'dark';
}) {
  const store = useComposerStore();
  const [at, setAt] = useState<Positions | undefined>();
  const names = workflow.steps.map(({ name }) => name).join('\n');
  const edges = useMemo<Edge[]>(
    () =>
      workflow.steps.flatMap((step) =>
        (['on_success', 'on_failure'] as const).flatMap((by) =>
          (by === 'on_success' ? step.onSuccess : step.onFailure).map((to) => ({
            id: `${step.name} ${by} ${to}`,
            source: step.name,
            target: to,
            sourceHandle: by,
            targetHandle: 'in',
            label: by === 'on_success' ? '' : 'if it fails',
            ariaLabel: `${to} follows ${step.name} ${by === 'on_success' ? 'when it succeeds' : 'when it fails'}`,
            className: by,
            markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
          })),
        ),
      ),
    [workflow],
  );
  useEffect(() => {
    let current = true;
    const drawn = {
      host: new Map(),
      hosted: new Map(),
      edges: edges.map(({ id, source, target }) => ({ id, source, target, requirement: '' })),
    };
    void tidy(names.split('\n'), drawn as never).then((found) => {
      if (current) {
        setAt(found);
      }
    });
    return () => {
      current = false;
    };
  }, [names, edges]);
  const nodes = useMemo<StepNode[]>(
    () =>
      workflow.steps.map(({ name, target, activities }, index) => ({
        id: name,
        type: 'step',
        position: at?.[name] ?? { x: index * 280, y: 0 },
        width: 232,
        height: 76,
        ariaLabel: `${name}, on ${target}`,
        data: { name, target, does: activities.map(activityWords).join(', ') },
      })),
    [workflow, at],
  );
  return (
    <div className="canvas">
      <ReactFlowProvider>
        <ReactFlow<StepNode>
          key={Object.keys(at ?? {}).join()}
          nodes={nodes}
          edges={edges}
          nodeTypes={TYPES}
          nodesDraggable={false}
          colorMode={scheme}
          fitView
          fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
          minZoom={0.1}
          proOptions={{ hideAttribution: true }}
          onConnect={({ source, target, sourceHandle }) =>
            store.getState().operate(`${source} leads to ${target}`, [
              {
                kind: 'connect-steps',
                workflow: workflow.name,
                from: source,
                to: target,
                by: sourceHandle as StepEdge,
              },
            ])
          }
          onEdgesDelete={(gone) =>
            store.getState().operate(
              'Take lines away',
              gone.map(({ source, target, sourceHandle }) => ({
                kind: 'disconnect-steps',
                workflow: workflow.name,
                from: source,
                to: target,
                by: sourceHandle as StepEdge,
              })),
            )
          }
          onNodesDelete={(gone) =>
            store.getState().operate(
              'Delete steps',
              gone.map(({ id }) => ({ kind: 'delete-step', workflow: workflow.name, step: id })),
            )
          }
          aria-label={`The steps of ${workflow.name}`}
        >
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} />
          <Controls showInteractive={false} />
        </ReactFlow>
      </ReactFlowProvider>
    </div>
  );
}
