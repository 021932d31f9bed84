import { isValidLiteral } from "../expression/literals.ts";

const PARTS = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];
const WEEK = 604_800_000;

/** Milliseconds of a duration of fixed length, from a second to a week; or why it is none. */
export function intervalOf(duration: string): { milliseconds: number } | { reason: string } {
  if (!isValidLiteral("duration", duration)) return { reason: "it is no duration of ISO 8601" };
  const parts = PARTS.exec(duration)?.slice(1);
  if (!parts) return { reason: "months and years have no fixed length" };
  const milliseconds = parts.reduce((sum, part, index) => sum + Number(part ?? 0) * UNITS[index]!, 0);
  if (milliseconds === 0) return { reason: "it has no length" };
  return milliseconds > WEEK ? { reason: "it is longer than a week" } : { milliseconds };
}
