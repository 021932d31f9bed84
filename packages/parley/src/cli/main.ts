import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { HostError } from "../host/diagnostics.ts";
import { importFormats, type ImportFormat } from "./import-formats.ts";
import { exitCodes, isColored, type Terminal } from "./terminal.ts";

/** Runs one command line (without the program's own name) and gives its exit code. */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.verified;
  const program = programFor(terminal, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.verified : exitCodes.usage;
    if (!(error instanceof HostError)) throw error;
    terminal.errors.write(`error ${error.message}\n`);
    return exitCodes.failed;
  }
}

const afterHelp = `
Exit codes: 0 verified, 1 not verified, 2 refused before anything was done, 130 stopped.

Examples:
  parley new library -m "Members borrow books; a book can be lent to one member at a time."
  parley new library -m "Nobody may borrow more than five books." --model openai/gpt-5.1
  parley new library --outline library.md --json
  parley answer who-may-lend librarians library
  parley import autobe ../their-project library
  parley run library --port 4000

Keys of models come from the environment, such as OPENAI_API_KEY; PARLEY_MODEL names a model for all commands.
`;

function programFor(terminal: Terminal, end: (code: number) => void): Command {
  const program = new Command("parley")
    .description("Turns a conversation into a backend that compiles, boots and passes its own tests.")
    .version(version(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", afterHelp)
    .showHelpAfterError("(--help says what there is)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.output.write(text),
      writeErr: (text) => void terminal.errors.write(text),
      getOutHasColors: () => isColored(terminal.output, terminal),
      getErrHasColors: () => isColored(terminal.errors, terminal),
    });

  const said = program
    .command("new")
    .argument("<dir>", "where the project is, or will be")
    .description("begin a project, or go on with one: say what is wanted, build it and prove it")
    .option(
      "-m, --message <message>",
      "what is wanted; may be given several times, - reads standard input",
      also,
    )
    .option("--outline <file>", "an outline that replaces what was understood so far")
    .option("-y, --yes", "take the defaults instead of asking questions");
  withModel(said).action(async (directory: string, options) => {
    const { newProject } = await import("./commands/new.ts");
    end(await newProject(terminal, directory, options));
  });

  const answered = program
    .command("answer")
    .argument("<question>", "its name, as `parley new` shows it")
    .argument("<choice>", "one of its choices")
    .argument("[dir]", "the project", ".")
    .description("answer a question and rebuild what hangs on it");
  withModel(answered).action(async (question: string, choice: string, directory: string, options) => {
    const { answer } = await import("./commands/answer.ts");
    end(await answer(terminal, question, choice, directory, options));
  });

  const imported = program.command("import").description("begin a project from what somebody else wrote");
  for (const [format, source] of Object.entries(importFormats)) {
    imported
      .command(format)
      .argument("<source>", source)
      .argument("[dir]", "where the project will be: a new or empty directory", ".")
      .description(`from ${source}`)
      .option("--json", "one JSON object a line, the result last")
      .action(async (from: string, directory: string, options) => {
        const { importProject } = await import("./commands/import.ts");
        end(await importProject(terminal, format as ImportFormat, from, directory, options));
      });
  }

  program
    .command("verify")
    .argument("[dir]", "the project", ".")
    .description("prove the project as it lies there: print, compile, boot, test; no model is asked")
    .option("--json", "one JSON object a line")
    .action(async (directory: string, options) => {
      const { verify } = await import("./commands/verify.ts");
      end(await verify(terminal, directory, options));
    });
  program
    .command("undo")
    .argument("[dir]", "the project", ".")
    .description("take back the newest thing that was said or changed in the documents, and rebuild")
    .option("--json", "one JSON object a line, the result last")
    .action(async (directory: string, options) => {
      const { undo } = await import("./commands/undo.ts");
      end(await undo(terminal, directory, options));
    });
  program
    .command("check")
    .argument("[dir]", "the project", ".")
    .description("judge the documents alone; changes nothing")
    .option("-w, --watch", "judge them again after every change, until stopped")
    .option("--json", "one JSON object a line")
    .action(async (directory: string, options) => {
      const { check } = await import("./commands/check.ts");
      end(await check(terminal, directory, options));
    });
  program
    .command("run")
    .argument("[dir]", "the project", ".")
    .description("start the backend here, with a PostgreSQL of its own unless DATABASE_URL names one")
    .option("-p, --port <port>", "where it listens: PORT, or 3000 when neither is said")
    .action(async (directory: string, options) => {
      const { runBackend } = await import("./commands/run.ts");
      end(await runBackend(terminal, directory, options));
    });
  program
    .command("log")
    .argument("[dir]", "the project", ".")
    .description("list everything that happened")
    .option("--json", "the events as they are, one JSON object a line")
    .option("-f, --follow", "go on until stopped")
    .action(async (directory: string, options) => {
      const { log } = await import("./commands/log.ts");
      end(await log(terminal, directory, options));
    });
  program
    .command("outline")
    .argument("[dir]", "the project", ".")
    .description("write what was understood as an outline, to be edited and given to `new --outline`")
    .action(async (directory: string) => {
      const { outline } = await import("./commands/outline.ts");
      end(await outline(terminal, directory));
    });
  return program;
}

function withModel(command: Command): Command {
  return command
    .option(
      "--model <provider/name>",
      "a model that improves the drafts: openai, anthropic, google, openrouter, ollama, local, simulated, or none",
    )
    .option("--base-url <address>", "where the model is, for any OpenAI-compatible server")
    .option("--damage <share>", "simulated model: share of bad answers, 0 to 1")
    .option("--seed <number>", "simulated model: which bad answers")
    .option("--json", "one JSON object a line, the result last");
}

function also(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function version(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Runs this process's command line and ends the process with its exit code. */
export async function start(): Promise<void> {
  const interrupt = new AbortController();
  const stop = (): void => {
    // Everything that is decided is on disk already, so the second time there is nothing to wait for.
    if (interrupt.signal.aborted) process.exit(exitCodes.stopped);
    interrupt.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader such as `head` that has seen enough is no failure.
    if (error.code === "EPIPE") process.exit(exitCodes.verified);
    throw error;
  });
  const code = await codeOf(interrupt.signal);
  process.stdout.write("", () => process.exit(code));
}

async function codeOf(signal: AbortSignal): Promise<number> {
  const { stdin: input, stdout: output, stderr: errors, env: environment } = process;
  try {
    return await main(process.argv.slice(2), { input, output, errors, environment, signal });
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    errors.write(
      `error This is a fault of Parley itself; what was decided so far is in the log.\n${trace}\n`,
    );
    return exitCodes.failed;
  }
}
