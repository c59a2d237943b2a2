import type { ReactNode } from 'react';
import { formatSeconds } from '../../projection/notation';
import { markdownOf, textOf, type WordTable } from '../../projection/storyLogText';
import type { TopologyCard, TopologyPod } from '../../projection/storyCards';
import { CopyButton } from '../CopyButton';
import { useText, type Text } from '../text';

/** Cells of a few Latin characters are not broken. */
const SHORT = /^[\x20-\x7e–]{1,15}$/;

/** What exists at the moment shown, as tables with headings. */
export function LogTopology({ card }: { readonly card: TopologyCard }) {
  const text = useText();
  const { t } = text;
  const tables = wordTables(card, text);
  return (
    <div className="ui-panel-body ui-topology" data-scrolls tabIndex={0}>
      <p className="ui-topology-tools">
        <span className="ui-dim">{t('topology.caption', { at: formatSeconds(card.at) })}</span>
        <CopyButton label={t('log.copy')} text={() => textOf(tables)} />
        <CopyButton label={t('log.copyMarkdown')} text={() => markdownOf(tables)} />
      </p>
      {tables.map((table) => (
        <Table key={table.title} table={table} />
      ))}
    </div>
  );
}

function Table({ table }: { readonly table: WordTable }): ReactNode {
  return (
    <div className="ui-topology-box" role="region" aria-label={table.title} tabIndex={0}>
      <table>
        <caption>{table.title}</caption>
        <thead>
          <tr>
            {table.head.map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column} className={SHORT.test(cell) ? 'is-short' : undefined}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The tables in the reader's words: drawn, and copied as text or Markdown. */
export function wordTables(card: TopologyCard, { t }: Text): WordTable[] {
  const podRow = (pod: TopologyPod, node: string): string[] => [
    pod.name,
    t(`podState.${pod.state}`),
    pod.ip ?? '–',
    node,
    String(pod.served),
    String(pod.restarts),
  ];
  const endpoints = (service: TopologyCard['services'][number]) =>
    service.endpoints.length === 0
      ? t('topology.noEndpoints')
      : service.endpoints
          .map(({ address, state }) =>
            state === 'ready' ? address : `${address} (${t(`ui.endpoint.${state}`)})`,
          )
          .join(', ');
  return [
    {
      title: t('topology.nodes'),
      head: ['pod', 'state', 'ip', 'node', 'served', 'restarts'].map((name) => t(`topology.${name}`)),
      rows: [
        ...card.nodes.flatMap((node) => node.pods.map((pod) => podRow(pod, node.name))),
        ...card.pending.map((pod) => podRow(pod, t('topology.pending'))),
      ],
    },
    {
      title: t('topology.services'),
      head: ['service', 'vip', 'endpoints', 'selector', 'state'].map((name) => t(`topology.${name}`)),
      rows: card.services.map((service) => [
        service.key,
        `${service.vip === '' ? '–' : service.vip} ${service.ports}`,
        endpoints(service),
        service.selector === '' ? '–' : service.selector,
        service.stale.length === 0
          ? t('topology.current')
          : t('topology.stale', {
              services: service.stale
                .map(({ node, micros }) => `${node} ${Math.round(micros / 1000)} ms`)
                .join(', '),
            }),
      ]),
    },
    {
      title: t('topology.rules'),
      head: ['node', 'ip', 'written', 'follows', 'state'].map((name) => t(`topology.${name}`)),
      rows: card.rules.map((rule) => [
        rule.node,
        card.nodes.find((node) => node.name === rule.node)?.ip ?? '–',
        rule.syncedAt === null
          ? '–'
          : rule.syncedAt < 0
            ? t('ui.node.syncedBefore')
            : `${formatSeconds(rule.syncedAt)} s`,
        String(rule.resourceVersion),
        rule.staleServices.length === 0
          ? t('topology.current')
          : t('topology.stale', { services: rule.staleServices.join(', ') }),
      ]),
    },
  ];
}
