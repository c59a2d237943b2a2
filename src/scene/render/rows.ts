/** Lights the rules of the acting node one by one, while the packet is in its kernel. */
import type { Capsule, NodeBox } from '../../projection/picture';
import { EXAMINED, UNLIT } from '../draw/rules';
import { litRules, type Stage } from '../road/stage';

/** How a rule row looks at a stage of a hop. */
export type RowLook = 'unlit' | 'examined' | 'lit';

/** The looks of a node's rules, from the top; all lit unless a new connection is being rewritten. */
export function rowLooks(node: NodeBox, capsule: Capsule | null, stage: Stage | null): readonly RowLook[] {
  const hit = node.rules.findIndex((rule) => rule.verdict === 'hit');
  const isDrawn = node.isActing && hit >= 0 && capsule !== null && capsule.kind === 'rewrite';
  if (!isDrawn || stage === null || stage.rules >= 1) return node.rules.map(() => 'lit');
  const lit = litRules(stage.rules, hit + 1);
  return node.rules.map((_, i) => (i < lit ? 'lit' : i === lit && stage.rules > 0 ? 'examined' : 'unlit'));
}

/** Writes the looks onto the rows' elements. */
export function paintRows(
  node: NodeBox,
  looks: readonly RowLook[],
  element: (key: string) => Element | undefined,
): void {
  looks.forEach((look, i) => {
    const row = element(`${node.place}/kernel/rule/${i}`);
    row?.classList.toggle(UNLIT, look !== 'lit');
    row?.classList.toggle(EXAMINED, look === 'examined');
  });
}
