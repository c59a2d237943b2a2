import type { ReactNode } from 'react';
import type { Actions, Lens, ThemeChoice, View } from './contract';
import { Icon, type IconName } from './Icon';
import { IconButton } from './IconButton';
import { Logo } from './Logo';
import { memoByView } from './memoByView';
import { SegmentedControl } from './SegmentedControl';
import { useText } from './text';
import './AppBar.css';

const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = { auto: 'light', light: 'dark', dark: 'auto' };
const THEME_ICON: Readonly<Record<ThemeChoice, IconName>> = { auto: 'auto', light: 'sun', dark: 'moon' };

/** Name, lesson, what is simulated, the lens, and how it looks. On phones only what is needed at hand. */
function Bar(props: {
  readonly view: View;
  readonly actions: Actions;
  readonly isPhone: boolean;
  readonly helpIsOpen: boolean;
  readonly moreIsOpen: boolean;
  readonly tools?: ReactNode;
  onHelp(): void;
  onMore(): void;
  onOwn?(): void;
}) {
  const { view, actions, isPhone } = props;
  const { t } = useText();
  return (
    <header className="ui-appbar">
      <span className="ui-appbar-name">
        <Logo />
        <span>Hopscope</span>
      </span>
      {isPhone ? (
        <h1 className="ui-unseen">{view.title}</h1>
      ) : (
        <>
          <h1 className="ui-appbar-title">{view.title}</h1>
          <span className="ui-tag ui-appbar-version">
            <span className="ui-appbar-long">
              {t('ui.appbar.simulates', { version: view.kubernetesVersion, mode: view.proxyMode })}
            </span>
            <span className="ui-appbar-short">
              {view.kubernetesVersion} · {view.proxyMode}
            </span>
          </span>
        </>
      )}
      <span className="ui-spring" />
      <SegmentedControl<Lens>
        legend={t('ui.lens')}
        value={view.lens}
        options={[
          { value: 'layers', label: <LensLabel icon="layers" text={t('ui.lens.layers')} /> },
          { value: 'machines', label: <LensLabel icon="machines" text={t('ui.lens.machines')} /> },
        ]}
        onChange={(lens) => actions.setLens(lens)}
      />
      <span className="ui-spring" />
      {isPhone ? (
        <IconButton icon="menu" label={t('ui.more')} expanded={props.moreIsOpen} onPress={props.onMore} />
      ) : (
        <>
          {props.tools}
          {props.onOwn !== undefined && (
            <button
              type="button"
              className="ui-button ui-appbar-own"
              title={t('own.open')}
              onClick={props.onOwn}
            >
              <Icon name="plus" /> <span>{t('own.open')}</span>
            </button>
          )}
          <LanguageSwitch view={view} actions={actions} />
          <ThemeButton view={view} actions={actions} />
          <IconButton
            icon="help"
            label={t('ui.help')}
            keys="?"
            expanded={props.helpIsOpen}
            onPress={props.onHelp}
          />
        </>
      )}
    </header>
  );
}

/** Drawn anew only when what it shows has changed. */
export const AppBar = memoByView(Bar, (view) => [
  view.title,
  view.kubernetesVersion,
  view.proxyMode,
  view.language,
  view.theme,
  view.lens,
]);

function LensLabel({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <>
      <Icon name={icon} /> {text}
    </>
  );
}

interface Pair {
  readonly view: View;
  readonly actions: Actions;
}

/** 中文 or English, each named in its own language. */
export function LanguageSwitch({ view, actions }: Pair) {
  const { t } = useText();
  return (
    <SegmentedControl
      legend={t('ui.language')}
      value={view.language}
      options={[
        { value: 'zh-CN', label: '中文', lang: 'zh-CN' },
        { value: 'en', label: 'EN', lang: 'en' },
      ]}
      onChange={(language) => actions.setLanguage(language)}
    />
  );
}

/** One button that goes round: as the system has it, light, dark. */
export function ThemeButton({ view, actions }: Pair) {
  const { t } = useText();
  return (
    <IconButton
      icon={THEME_ICON[view.theme]}
      label={t('ui.theme', { choice: t(`ui.theme.${view.theme}`) })}
      onPress={() => actions.setTheme(NEXT_THEME[view.theme])}
    />
  );
}
