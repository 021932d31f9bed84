import type { Table } from "../tables.ts";

/** Shortest walks over transitions from the first state to one in which the action is allowed. */
export function pathsTo(table: Table, action: string): string[][] {
  const { lifecycle } = table.noun;
  const wanted = lifecycle?.transitions[action]?.from;
  if (!lifecycle || !wanted) return [];
  const paths: string[][] = [];
  const seen = new Set([lifecycle.initial]);
  let front: { state: string; steps: string[] }[] = [{ state: lifecycle.initial, steps: [] }];
  while (front.length > 0) {
    const next: typeof front = [];
    for (const { state, steps } of front) {
      if (wanted.includes(state) && steps.length > 0) paths.push(steps);
      for (const [name, { from, to }] of Object.entries(lifecycle.transitions)) {
        if (!from.includes(state) || seen.has(to)) continue;
        seen.add(to);
        next.push({ state: to, steps: [...steps, name] });
      }
    }
    front = next;
  }
  return paths;
}
