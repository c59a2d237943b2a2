import { formatSeconds } from '../../projection/notation';
import type { DnsRow } from '../../projection/dnsExchange';
import { Icon } from '../Icon';
import { useText, type Text } from '../text';

/** Every query of a look-up with its answer, in order; the one of this hop is lit. */
export function DnsExchange({ rows }: { readonly rows: readonly DnsRow[] }) {
  const { t } = useText();
  return (
    <section>
      <h4>{t('packet.dns', { count: rows.length })}</h4>
      <ol className="ui-queries">
        {rows.map((row, index) => {
          const hasAnswer = row.rcode === 'NOERROR' && row.answers.length > 0;
          return (
            <li
              key={`${row.hopId} ${index}`}
              className={`${hasAnswer ? 'is-answered' : ''}${row.isCurrent ? ' is-decided' : ''}`}
              aria-current={row.isCurrent || undefined}
            >
              <p>
                <b>{row.type}</b> <span className="ui-break">{row.name}</span>
              </p>
              <p>
                <Icon name={hasAnswer ? 'check' : 'cross'} size={15} />{' '}
                <code>{row.rcode === 'NOERROR' && !hasAnswer ? 'NODATA' : row.rcode}</code>
                {row.answers.map((answer) => (
                  <span key={`${answer.type} ${answer.data}`}>
                    {' '}
                    {answer.type} <b>{answer.data}</b> <span className="ui-dim">TTL {answer.ttl} s</span>
                  </span>
                ))}
              </p>
              <p className={row.from === 'cache' ? 'ui-cached' : 'ui-dim'}>
                {formatSeconds(row.at)} s · {originText(t, row)}
              </p>
              {row.keptSeconds > 0 && (
                <p className="ui-dim">{t('packet.dns.kept', { seconds: row.keptSeconds })}</p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Who answered, and where from: a cache with what is left of the answer, or a plugin with the time it took. */
function originText(t: Text['t'], { from, serverName: server, ttlLeft, micros }: DnsRow): string {
  if (from === 'cache' && ttlLeft !== null) return t('packet.dns.cache', { server, ttl: ttlLeft });
  if (from === 'cache') return t('packet.dns.cached', { server });
  return t(`packet.dns.${from}`, { server, delay: (micros / 1000).toFixed(1) });
}
