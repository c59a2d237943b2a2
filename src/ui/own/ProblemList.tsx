import { Icon } from '../Icon';
import { useText } from '../text';
import type { OwnProblem, OwnView } from './contract';

/** What is wrong, where, and how to mend it. A problem pressed leads to its line. */
export function ProblemList(props: { readonly own: OwnView; onChoose(problem: OwnProblem): void }) {
  const { own } = props;
  const { t, language } = useText();
  const errors = own.problems.filter(({ severity }) => severity === 'error').length;
  const isEmpty = own.files.every(({ text }) => text.trim() === '');
  const counts = [
    ...(errors > 0 ? [t('own.file.errors', { count: errors })] : []),
    ...(own.problems.length > errors
      ? [t('own.file.warnings', { count: own.problems.length - errors })]
      : []),
  ].join(t('own.comma'));
  const state = isEmpty
    ? t('own.problems.empty')
    : own.isReading
      ? t('own.problems.reading')
      : own.problems.length > 0
        ? counts
        : own.messages.length > 0
          ? ''
          : t('own.problems.none');
  return (
    <section className="ui-own-problems" aria-label={t('own.problems')}>
      <h3>
        {t('own.problems')} <span role="status">{state}</span>
      </h3>
      {errors > 0 && <p className="ui-own-dim">{t('own.problems.errors')}</p>}
      <ul>
        {own.problems.map((problem, index) => (
          <li key={index}>
            <button
              type="button"
              className={`ui-own-problem is-${problem.severity}`}
              onClick={() => props.onChoose(problem)}
            >
              <span className="ui-own-where">
                <Icon name="warning" />{' '}
                {t(problem.severity === 'error' ? 'own.problem.error' : 'own.problem.warning')}{' '}
                <code>
                  {problem.file}:{problem.line}:{problem.column}
                </code>
              </span>
              <span>{problem.message[language]}</span>
              <span className="ui-own-mend">{t('own.problem.mend', { mend: problem.mend[language] })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
