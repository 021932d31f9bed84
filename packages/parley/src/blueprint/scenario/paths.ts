import type { Table } from "../tables.ts";

/** Shortest walks over transitions from a state to each other one that can be reached, shortest first. */
export function walksFrom({ noun }: Table, start: string): { state: string; steps: string[] }[] {
  const walks: { state: string; steps: string[] }[] = [];
  const seen = new Set([start]);
  let front: typeof walks = [{ state: start, steps: [] }];
  while (front.length > 0) {
    const next: typeof walks = [];
    for (const { state, steps } of front) {
      for (const [name, { from, to }] of Object.entries(noun.lifecycle?.transitions ?? {})) {
        if (!from.includes(state) || seen.has(to)) continue;
        seen.add(to);
        next.push({ state: to, steps: [...steps, name] });
      }
    }
    walks.push(...next);
    front = next;
  }
  return walks;
}

/** Shortest walks over transitions from the first state to one in which the action is allowed. */
export function pathsTo(table: Table, action: string): string[][] {
  const { lifecycle } = table.noun;
  const wanted = lifecycle?.transitions[action]?.from;
  if (!lifecycle || !wanted) return [];
  return walksFrom(table, lifecycle.initial)
    .filter(({ state }) => wanted.includes(state))
    .map(({ steps }) => steps);
}
