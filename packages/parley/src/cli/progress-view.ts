import type { Progress } from "../agent/run.ts";
import { duration } from "./figures.ts";
import { advance, currentLine, lineText, noProgress, type Line } from "./progress.ts";
import { isLive, paintFor, type Terminal } from "./terminal.ts";

/** Shows a run while it goes on. */
export interface ProgressView {
  tell: (progress: Progress) => void;
  /** A remark that belongs to no event, such as a call that is tried again. */
  note: (text: string) => void;
  close: () => void;
}

/** One JSON object a line on the output: the progress as it is. */
export function progressForMachines({ output }: Terminal): ProgressView {
  const write = (value: object): void => void output.write(`${JSON.stringify(value)}\n`);
  return { tell: write, note: (text) => write({ type: "note", text }), close: () => undefined };
}

const frameMs = 120;
/** Some terminals say nothing, or 0. */
const defaultColumns = 80;

/** A line for each thing that is over; in a live terminal, also one for what is going on. */
export function progressForPeople(terminal: Terminal): ProgressView {
  const screen = terminal.errors;
  const paint = paintFor(screen, terminal);
  const live = isLive(screen, terminal);
  let state = noProgress;
  let since = performance.now();

  let isDrawn = false;
  const erase = (): void => {
    if (isDrawn) screen.write("\r\u001b[K");
    isDrawn = false;
  };
  const draw = (): void => {
    const current = currentLine(state);
    if (!live || !current) return;
    const details = [...current.details, duration(performance.now() - since)];
    const text = lineText({ title: current.title, details });
    isDrawn = true;
    screen.write(
      `\r\u001b[K${paint.cyan("…")} ${text.slice(0, Math.max(10, (screen.columns || defaultColumns) - 3))}`,
    );
  };
  const marks = { done: paint.green("✓"), failed: paint.red("✗"), note: paint.yellow("•") };
  const print = (lines: readonly Line[]): void => {
    if (lines.length === 0) return;
    erase();
    for (const line of lines) screen.write(`${marks[line.mark]} ${lineText(line)}\n`);
  };

  const timer = live ? setInterval(draw, frameMs) : undefined;
  timer?.unref();
  return {
    tell: (progress) => {
      const before = currentLine(state)?.title;
      const next = advance(state, progress);
      state = next.state;
      if (currentLine(state)?.title !== before) since = performance.now();
      print(next.lines);
      draw();
    },
    note: (text) => {
      print([{ mark: "note", title: text, details: [] }]);
      draw();
    },
    close: () => {
      clearInterval(timer);
      erase();
    },
  };
}
