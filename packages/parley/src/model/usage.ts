/** What calls cost: tokens in (of them `cached`) and out, tries including failed ones, milliseconds. */
export interface Usage {
  calls: number;
  input: number;
  cached: number;
  output: number;
  attempts: number;
  ms: number;
}

export const noUsage: Usage = { calls: 0, input: 0, cached: 0, output: 0, attempts: 0, ms: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    input: a.input + b.input,
    cached: a.cached + b.cached,
    output: a.output + b.output,
    attempts: a.attempts + b.attempts,
    ms: a.ms + b.ms,
  };
}
