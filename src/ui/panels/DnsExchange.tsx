import { formatSeconds } from '../../projection/notation';
import type { DnsRow } from '../../projection/dnsExchange';
import { Icon } from '../Icon';
import { useText } from '../text';

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
              <p className="ui-dim">
                {formatSeconds(row.at)} s · {t(`packet.dns.${row.from}`)}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
