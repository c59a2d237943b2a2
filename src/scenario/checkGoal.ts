/** Whether what a goal names is there: objects and their fields, facts and theirs, clients, workloads. */
import type { NameCheck } from './nameCheck';
import { FACT_FIELDS } from './factFields';
import { OBJECT_FIELDS } from './objectFields';
import type { Goal } from './scenario';

export function checkGoal(goal: Goal, at: string, check: NameCheck): void {
  switch (goal.type) {
    case 'object':
      check.reference(goal.object, `${at}.object`);
      for (const path of Object.keys(goal.has)) checkPath(goal.object, path, `${at}.has.${path}`, check);
      return;
    case 'looked':
      check.reference(goal.at, `${at}.looked`);
      return;
    case 'request':
      if (goal.client !== undefined) check.client(goal.client, `${at}.request.client`);
      if (goal.url !== undefined) check.url(goal.url, `${at}.request.url`);
      return;
    case 'served':
      check.workload(goal.by, `${at}.served.by`);
      return;
    case 'fact': {
      const fields = Object.hasOwn(FACT_FIELDS, goal.fact) ? FACT_FIELDS[goal.fact] : undefined;
      if (fields === undefined) {
        check.oneOf('The fact', goal.fact, Object.keys(FACT_FIELDS), `${at}.fact`);
        return;
      }
      for (const path of Object.keys(goal.where)) {
        check.oneOf(`The field of ${goal.fact}`, headOf(path), fields, `${at}.where.${path}`);
      }
      return;
    }
    case 'not':
      checkGoal(goal.goal, `${at}.not`, check);
      return;
    case 'all':
    case 'any':
    case 'inOrder':
      goal.goals.forEach((inner, index) => checkGoal(inner, `${at}.${goal.type}[${index}]`, check));
  }
}

/** The first two parts of a dotted path must be fields of the kind. */
function checkPath(reference: string, path: string, at: string, check: NameCheck): void {
  const kind = reference.includes('#') ? 'Pod' : reference.slice(0, reference.indexOf('/'));
  const sections = Object.hasOwn(OBJECT_FIELDS, kind) ? OBJECT_FIELDS[kind] : undefined;
  if (sections === undefined) return;
  const head = headOf(path);
  if (!Object.hasOwn(sections, head)) {
    const all = Object.entries(sections).flatMap(
      ([name, inner]) => inner?.map((one) => `${name}.${one}`) ?? [name],
    );
    check.oneOf(`The field of a ${kind}`, path, all, at);
    return;
  }
  const inner = sections[head];
  const rest = path.slice(head.length).replace(/^[.[]/, '');
  if (inner === null || inner === undefined) return;
  const full = inner.map((name) => `${head}.${name}`);
  check.oneOf(`The field of a ${kind}`, `${head}.${headOf(rest)}`, full, at);
}

function headOf(path: string): string {
  return /^[^.[]*/.exec(path)![0];
}
