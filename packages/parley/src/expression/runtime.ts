import { renderTypeScript, type PrintedFile } from "../text/render.ts";
import { symbol, text } from "../text/text.ts";

const addDuration = symbol({ name: "addDuration", from: "src/common/time.ts" });

/** What printed expressions need to compute with durations; the fixed part of a project only adds them to moments. */
const durations = renderTypeScript(
  "src/common/duration.ts",
  text`
    const SECOND = 1000;
    const HOUR = 3600 * SECOND;
    const DAY = 24 * HOUR;
    /** As PostgreSQL counts it where intervals are compared. */
    const MONTH = 30 * DAY;

    const DURATION =
      /^(?<sign>-)?P(?=.)(?:(?<years>\\d+)Y)?(?:(?<months>\\d+)M)?(?:(?<weeks>\\d+)W)?(?:(?<days>\\d+)D)?(?:T(?=.)(?:(?<hours>\\d+)H)?(?:(?<minutes>\\d+)M)?(?:(?<seconds>\\d+(?:\\.\\d{1,3})?)S)?)?$/;

    type Parts = { months: number; milliseconds: number };

    /** How far two moments are apart, in ISO 8601; negative where \`to\` is earlier. */
    export function durationBetween(from: Date, to: Date): string {
      return format({ months: 0, milliseconds: to.getTime() - from.getTime() });
    }

    export function addDurations(left: string, right: string): string {
      return combine(parse(left), parse(right), 1);
    }

    export function subtractDurations(left: string, right: string): string {
      return combine(parse(left), parse(right), -1);
    }

    export function sumDurations(durations: Iterable<string>): string {
      let total = "PT0S";
      for (const duration of durations) total = addDurations(total, duration);
      return total;
    }

    /** Below 0 where the first is shorter; a month has 30 days, a day 24 hours. */
    export function compareDurations(left: string, right: string): number {
      return length(left) - length(right);
    }

    /** Whether both are as long, or both are not there. */
    export function sameDuration(left: string | null | undefined, right: string | null | undefined): boolean {
      if (left == null || right == null) return left == null && right == null;
      return length(left) === length(right);
    }

    /** The moment so much later, or earlier: also by parts of a second, which computed durations have. */
    export function movedBy(date: Date, duration: string, sign: 1 | -1 = 1): Date {
      const { months, milliseconds } = parse(duration);
      const count = sign * months;
      const moved = ${addDuration}(date, \`$\{count < 0 ? "-" : ""}P$\{Math.abs(count)}M\`);
      return new Date(moved.getTime() + sign * milliseconds);
    }

    function length(duration: string): number {
      const { months, milliseconds } = parse(duration);
      return months * MONTH + milliseconds;
    }

    function parse(duration: string): Parts {
      const parts = DURATION.exec(duration)?.groups;
      if (!parts) throw new RangeError(\`Not an ISO 8601 duration: $\{duration}\`);
      const sign = parts["sign"] ? -1 : 1;
      const amount = (name: string) => sign * Number(parts[name] ?? 0);
      const days = amount("weeks") * 7 + amount("days");
      const seconds = amount("hours") * 3600 + amount("minutes") * 60 + amount("seconds");
      return {
        months: amount("years") * 12 + amount("months"),
        milliseconds: days * DAY + Math.round(seconds * SECOND),
      };
    }

    function combine(left: Parts, right: Parts, sign: 1 | -1): string {
      return format({
        months: left.months + sign * right.months,
        milliseconds: left.milliseconds + sign * right.milliseconds,
      });
    }

    /** One sign goes before the whole: where months and the rest differ in theirs, months are told in days. */
    function format({ months, milliseconds }: Parts): string {
      if (Math.sign(months) * Math.sign(milliseconds) < 0) {
        return format({ months: 0, milliseconds: months * MONTH + milliseconds });
      }
      const rest = Math.abs(milliseconds);
      const time = [
        [Math.floor((rest % DAY) / HOUR), "H"],
        [Math.floor((rest % HOUR) / (60 * SECOND)), "M"],
        [(rest % (60 * SECOND)) / SECOND, "S"],
      ] as const;
      const date = [
        [Math.abs(months), "M"],
        [Math.floor(rest / DAY), "D"],
      ] as const;
      const written = (parts: typeof time | typeof date) =>
        parts.map(([count, unit]) => (count === 0 ? "" : \`$\{count}$\{unit}\`)).join("");
      if (months === 0 && milliseconds === 0) return "PT0S";
      const clock = written(time);
      return \`$\{months < 0 || milliseconds < 0 ? "-" : ""}P$\{written(date)}$\{clock && \`T$\{clock}\`}\`;
    }
  `,
  { extension: ".ts" },
);

/** The files with those that printed expressions in them need besides the fixed ones of a project. */
export function withRuntime(files: readonly PrintedFile[]): PrintedFile[] {
  const isUsed = files.some(({ text: code }) => code.includes('/duration.ts"'));
  return isUsed ? [...files, durations] : [...files];
}
