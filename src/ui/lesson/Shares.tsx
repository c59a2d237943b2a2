import type { ShareView } from '../../lesson/view';
import { Icon } from '../Icon';
import { useText } from '../text';

/** A given number of requests, shared out over Pods: a stepper for each; once locked, said beside true. */
export function Shares(props: {
  readonly shares: readonly ShareView[];
  readonly of: number;
  readonly isLocked: boolean;
  onShare(pod: string, count: number): void;
}) {
  const { t } = useText();
  const { shares, of, isLocked } = props;
  const left = of - shares.reduce((sum, share) => sum + share.said, 0);
  const isKnown = shares.some((share) => share.truth !== null);
  return (
    <table className="les-shares">
      <thead className={isLocked ? '' : 'ui-unseen'}>
        <tr>
          <th scope="col">Pod</th>
          <th scope="col">{t('lesson.said')}</th>
          {isKnown && <th scope="col">{t('lesson.isSo')}</th>}
        </tr>
      </thead>
      <tbody>
        {shares.map((share) => (
          <tr key={share.pod}>
            <th scope="row">
              <Icon name="pod" /> <span>{share.shortName}</span> <b>{share.ip}</b>
            </th>
            <td>
              {isLocked ? (
                share.said
              ) : (
                <span className="les-stepper">
                  <button
                    type="button"
                    aria-label={t('lesson.predict.fewer', { pod: share.shortName })}
                    disabled={share.said <= 0}
                    onClick={() => props.onShare(share.pod, share.said - 1)}
                  >
                    <Icon name="minus" size={18} />
                  </button>
                  <output aria-label={t('lesson.predict.share', { pod: share.shortName })}>
                    {share.said}
                  </output>
                  <button
                    type="button"
                    aria-label={t('lesson.predict.more', { pod: share.shortName })}
                    disabled={left <= 0}
                    onClick={() => props.onShare(share.pod, share.said + 1)}
                  >
                    <Icon name="plus" size={18} />
                  </button>
                </span>
              )}
            </td>
            {isKnown && <td>{share.truth ?? ''}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
