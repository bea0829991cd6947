import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { memo } from 'react';
import { Status } from '@/design/Status';
import type { Sign } from '../model/difference';
import type { Look } from './look';

export type CardData = {
  name: string;
  title: string;
  look: Look;
  hosts: boolean;
  errors: number;
  warnings: number;
  /** Requirements that may still be connected from here. */
  open: readonly string[];
  /** While a connection is drawn: whether it may end here. */
  fits: boolean | undefined;
  groups: readonly string[];
  /** What became of it, where two texts are compared. */
  sign: Sign | undefined;
  /** How it is, where a deployment is shown. */
  state: string | undefined;
};

export type Card = Node<CardData, 'card'>;

const SYMBOLS = { added: '+', changed: '~', removed: '−' } as const;

export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<Card>) {
  const { icon: Icon, family } = data.look;
  const dim = data.fits === false ? ' dim' : data.fits === true ? ' fits' : '';
  return (
    <div
      className={`card ${family}${data.hosts ? ' hosts' : ''}${selected ? ' selected' : ''}${dim}${data.sign === undefined ? '' : ` ${data.sign}`}`}
      data-node={data.name}
    >
      <Handle type="target" position={Position.Left} id="in" className="in" />
      <Handle
        type="target"
        position={Position.Right}
        id="beside"
        className="beside"
        isConnectable={false}
      />
      <div className="head">
        <span className="mark" aria-hidden>
          <Icon size={20} stroke={1.7} />
        </span>
        <span className="words">
          <span className="name" title={data.name}>
            {data.name}
          </span>
          <span className="type">{data.title}</span>
        </span>
        {data.state !== undefined ? (
          <Status state={data.state} />
        ) : data.sign !== undefined ? (
          <span className={`sign ${data.sign}`} title={data.sign}>
            {SYMBOLS[data.sign]}
          </span>
        ) : data.errors > 0 ? (
          <span className="badge error" title={`${data.errors} errors`}>
            <IconCircleX size={14} aria-hidden /> {data.errors}
          </span>
        ) : data.warnings > 0 ? (
          <span className="badge warning" title={`${data.warnings} warnings`}>
            <IconAlertTriangle size={14} aria-hidden /> {data.warnings}
          </span>
        ) : null}
      </div>
      {data.groups.length > 0 && <div className="bundles">{data.groups.join(' · ')}</div>}
      {data.open.map((requirement, index) => (
        <Handle
          key={requirement}
          type="source"
          position={Position.Right}
          id={requirement}
          title={requirement}
          style={{ top: 22 + index * 16 }}
        >
          <span className="tip">{requirement}</span>
        </Handle>
      ))}
    </div>
  );
});
