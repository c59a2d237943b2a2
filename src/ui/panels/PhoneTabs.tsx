import type { PanelId } from '../contract';
import { Icon, type IconName } from '../Icon';
import { useText } from '../text';
import { PANELS } from './catalogue';

export type PhonePage = PanelId | 'more' | 'lesson' | null;

/** The tabs at the bottom of a phone: scene, journey, rules, endpoints, more. */
export function PhoneTabs(props: {
  readonly page: PhonePage;
  readonly hasLesson: boolean;
  onPage(page: PhonePage): void;
}) {
  const { t } = useText();
  const own = PANELS.filter((panel) => panel.onPhone);
  const isMore =
    props.page !== null && props.page !== 'lesson' && !own.some((panel) => panel.id === props.page);
  const tabs: { page: PhonePage; icon: IconName; name: string; isOn: boolean }[] = [
    { page: null, icon: 'layers', name: t('ui.scene.short'), isOn: props.page === null },
    ...(props.hasLesson
      ? [
          {
            page: 'lesson' as const,
            icon: 'list' as const,
            name: t('ui.lesson'),
            isOn: props.page === 'lesson',
          },
        ]
      : []),
    ...own.map((panel) => ({
      page: panel.id,
      icon: panel.icon,
      name: t(`ui.panel.${panel.id}`),
      isOn: props.page === panel.id,
    })),
    { page: 'more', icon: 'more', name: t('ui.more'), isOn: isMore },
  ];
  return (
    <nav className="ui-tabs" aria-label={t('ui.panels')}>
      {tabs.map((tab) => (
        <button
          key={tab.page ?? 'scene'}
          type="button"
          aria-current={tab.isOn ? 'page' : undefined}
          className={tab.isOn ? 'is-on' : ''}
          onClick={() => props.onPage(tab.page)}
        >
          <Icon name={tab.icon} size={22} />
          <span>{tab.name}</span>
        </button>
      ))}
    </nav>
  );
}
