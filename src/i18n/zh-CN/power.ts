/** What the inspector says of a node's power: it comes with the panel. */
import type { Catalogue } from '../translate';

export const power: Catalogue = {
  'ui.power': '{node} 的电源',
  'ui.power.cut': '断电',
  'ui.power.on': '恢复供电',
  'ui.power.is.off': '没有电',
  'ui.power.is.booting': '启动中',
  'ui.power.means.on':
    '上面的一切立刻停下，而且没有谁去通知别人：只是 Lease 不再续期。约 50 秒后它变成 NotReady，端点随之撤下；再过 300 秒，它的 Pod 才被删除。',
  'ui.power.means.off':
    '发给它的数据包石沉大海：没有人拒绝，只会超时。恢复供电后 20 秒启动完成，Pod 会重新启动，地址换新的。',
  'ui.power.means.booting': '内核起来之前，数据包仍然没有人收；规则要到最后才有。',
};
