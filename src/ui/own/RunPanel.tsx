import { Icon } from '../Icon';
import { useText } from '../text';
import type { OwnActions, OwnSummary, OwnView } from './contract';

/** So many names are shown; the rest is counted. */
const MOST_NAMES = 6;

/** What would run, what the browser asks for, and the button that runs it. */
export function RunPanel({ own, actions }: { readonly own: OwnView; readonly actions: OwnActions }) {
  const { t } = useText();
  const { summary } = own;
  const hasErrors = own.problems.some(({ severity }) => severity === 'error');
  const canRun =
    summary !== null && summary.workloads > 0 && !own.urlIsBad && !own.isReading && !own.isStarting;
  const label = own.isStarting ? 'own.run.starting' : hasErrors ? 'own.run.partly' : 'own.run';
  const hasText = own.files.some(({ text }) => text.trim() !== '');
  return (
    <section className="ui-own-run" aria-label={t('own.summary')}>
      {summary !== null && summary.workloads + summary.services > 0 ? (
        <Facts own={own} summary={summary} actions={actions} />
      ) : (
        hasText && !own.isReading && <p>{t('own.summary.nothing')}</p>
      )}
      <button
        type="button"
        className="ui-button is-primary ui-own-start"
        disabled={!canRun}
        onClick={() => actions.run()}
      >
        <Icon name="play" /> {t(label)}
      </button>
    </section>
  );
}

function Facts(props: { readonly own: OwnView; readonly summary: OwnSummary; readonly actions: OwnActions }) {
  const { own, summary, actions } = props;
  const { t } = useText();
  const list = (names: readonly string[]) => {
    const shown = names.slice(0, MOST_NAMES).join(t('own.comma'));
    const more = names.length - MOST_NAMES;
    return more > 0 ? t('own.andMore', { list: shown, count: more }) : shown;
  };
  const { workloads, services, ingressPaths: paths, routes } = summary;
  const first = summary.urls[0];
  return (
    <>
      <h3>{t('own.summary')}</h3>
      <p>{t('own.summary.counts', { workloads, services, paths, routes })}</p>
      {summary.added.length > 0 && (
        <p>{t('own.note.added', { list: list(summary.added.map((one) => t(`own.added.${one}`))) })}</p>
      )}
      {summary.scaledDown.length > 0 && <p>{t('own.note.scaledDown', { list: list(summary.scaledDown) })}</p>}
      {summary.leftOut.length > 0 && <p>{t('own.note.leftOut', { list: list(summary.leftOut) })}</p>}
      {summary.paused.length > 0 && (
        <label className="ui-own-check">
          <input
            type="checkbox"
            checked={own.resume}
            onChange={(event) => actions.setResume(event.target.checked)}
          />
          <span>
            {t('own.resume')} <small>{t('own.resume.why', { list: list(summary.paused) })}</small>
          </span>
        </label>
      )}
      {first === undefined ? (
        <p className="ui-own-bad">{t('own.url.none')}</p>
      ) : (
        <label className="ui-own-url">
          <span>{t('own.url')}</span>
          <input
            type="url"
            list="own-urls"
            value={own.url}
            placeholder={first}
            spellCheck={false}
            autoCapitalize="off"
            aria-invalid={own.urlIsBad || undefined}
            onChange={(event) => actions.setUrl(event.target.value)}
          />
          <datalist id="own-urls">
            {summary.urls.map((url) => (
              <option key={url} value={url} />
            ))}
          </datalist>
        </label>
      )}
      {own.urlIsBad && (
        <p className="ui-own-bad" role="alert">
          {t('own.url.bad')}
        </p>
      )}
    </>
  );
}
