import { useState } from 'react';
import type { ModeColumn, ModeRequest } from '../../projection/modes';
import { numgen } from '../panels/RuleDraw';
import { RuleText } from '../panels/RuleText';
import { useText, type Text } from '../text';
import type { ModesActions, ModesView } from './contract';

/** The same requests, a column for each mode; below, what chose the Pod for the request that is looked at. */
export function RunsSection(props: { readonly view: ModesView; readonly actions: ModesActions }) {
  const { view, actions } = props;
  const { t } = useText();
  const [chosen, setChosen] = useState(0);
  const columns = view.modes.map((mode) => view.columns[mode]);
  const rows = Math.max(0, ...columns.map((column) => column?.requests.length ?? 0));
  const row = Math.min(chosen, Math.max(0, rows - 1));
  return (
    <section className="ui-modes-runs">
      <h3>{t('modes.runs')}</h3>
      <p className="ui-dim">{t(view.isUsual ? 'modes.runs.usual' : 'modes.runs.own')}</p>
      <div className="ui-modes-scroll" tabIndex={0} data-scrolls>
        <table>
          <caption className="ui-unseen">{t('modes.runs.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('modes.request')}</th>
              {view.modes.map((mode) => (
                <th key={mode} scope="col">
                  <span className="ui-modes-name">
                    {mode}
                    {mode === view.shown ? (
                      <small>{t('modes.shown')}</small>
                    ) : (
                      <button type="button" className="ui-button" onClick={() => actions.switchTo(mode)}>
                        {t('modes.switch', { mode })}
                      </button>
                    )}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rows }, (_, index) => (
              <tr key={index} className={index === row ? 'is-chosen' : ''}>
                <th scope="row">
                  <button type="button" aria-pressed={index === row} onClick={() => setChosen(index)}>
                    {index + 1}
                  </button>
                </th>
                {columns.map((column, at) => (
                  <td key={view.modes[at]}>
                    <Cell request={column?.requests[index]} isRunning={column === undefined} />
                  </td>
                ))}
              </tr>
            ))}
            <tr className="is-sum">
              <th scope="row">{t('modes.shares')}</th>
              {columns.map((column, at) => (
                <td key={view.modes[at]}>
                  {column === undefined ? (
                    <span className="ui-dim">{t('modes.busy')}</span>
                  ) : (
                    <Shares column={column} />
                  )}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      {rows > 0 && (
        <div className="ui-modes-decided" role="group" aria-label={t('modes.decided', { number: row + 1 })}>
          <h4>{t('modes.decided', { number: row + 1 })}</h4>
          {view.modes.map((mode, at) => (
            <article key={mode} aria-label={mode}>
              <h5>{mode}</h5>
              <Decided mode={mode} request={columns[at]?.requests[row]} />
              <p>{t(`modes.how.${mode}`)}</p>
            </article>
          ))}
        </div>
      )}
    </section>
  );
}

function Cell(props: { readonly request: ModeRequest | undefined; readonly isRunning: boolean }) {
  const { t } = useText();
  const { request } = props;
  if (request === undefined) return <span className="ui-dim">{props.isRunning ? '…' : '–'}</span>;
  return (
    <>
      <b className={request.outcome === 'ok' ? 'ui-modes-pod' : 'ui-bad'}>{outcomeOf(request, t)}</b>
      <span className="ui-dim">
        {request.decision !== null
          ? t('modes.examined', { count: request.decision.examined })
          : t(request.isKept ? 'modes.kept' : 'modes.none')}
      </span>
    </>
  );
}

function outcomeOf({ outcome, status, pod }: ModeRequest, t: Text['t']): string {
  if (outcome === 'ok' || (outcome === 'httpError' && pod !== null)) return `…${pod ?? ''}`;
  return t(`modes.failed.${outcome ?? 'open'}`, { status: status ?? 0 });
}

function Shares({ column }: { readonly column: ModeColumn }) {
  return (
    <>
      {column.shares.map(({ pod, count }) => (
        <span key={pod} className="ui-modes-share">
          <b className="ui-modes-pod">…{pod}</b> {count}
        </span>
      ))}
    </>
  );
}

function Decided(props: { readonly mode: string; readonly request: ModeRequest | undefined }) {
  const { t } = useText();
  const decision = props.request?.decision ?? null;
  if (decision === null)
    return <p className="ui-dim">{t(props.request?.isKept === true ? 'modes.kept' : 'modes.none')}</p>;
  const { draw, node } = decision;
  const chain = props.mode === 'ipvs' ? `${t('rules.virtualServer')} ${decision.chain}` : decision.chain;
  return (
    <>
      <p className="ui-dim ui-break">{t('modes.decided.on', { node, chain })}</p>
      <div className="ui-rule is-hit">
        <RuleText text={decision.text.replace(/ [,}]$/, '')} />
      </div>
      <p className="ui-dim">{drawText(props.mode, draw, t)}</p>
    </>
  );
}

function drawText(
  mode: string,
  draw: { readonly drawn: number; readonly probability: number } | null,
  t: Text['t'],
): string {
  if (mode === 'ipvs') return t('modes.decided.turn');
  if (draw === null) return '';
  if (mode === 'nftables') return t('modes.decided.map', numgen(draw.drawn, draw.probability));
  return t('modes.decided.drew', { drawn: draw.drawn.toFixed(2), probability: draw.probability.toFixed(5) });
}
