import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import helmet from "@fastify/helmet";
import { ConsoleLogger, Module, StandardSchemaValidationPipe } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { AppModule } from "./app.module.ts";
import { CommonModule, type Overrides } from "./common/common.module.ts";
import { ProblemFilter, sendProblem } from "./common/problem.filter.ts";
import { validationProblem } from "./common/problem.ts";
import type { Environment } from "./environment.ts";

@Module({})
class RootModule {}

/** The whole application, ready to listen; `main.ts` and the tests start the same one. */
export async function createApp(
  environment: Environment,
  overrides: Overrides = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: environment.bodyLimit,
    trustProxy: environment.trustProxy,
    requestTimeout: 30_000,
    genReqId: ({ headers }: IncomingMessage) => requestId(headers["x-request-id"]),
    logger: environment.mode === "production",
    frameworkErrors: sendProblem,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: RootModule, imports: [CommonModule.with(environment, overrides), AppModule] },
    adapter,
    {
      bodyParser: false,
      logger:
        environment.mode === "test"
          ? ["error", "fatal"]
          : new ConsoleLogger({ json: environment.mode === "production" }),
    },
  );

  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser("text/plain");
  // Many clients name a content type in every request, also where they send nothing.
  const parseJson = fastify.getDefaultJsonParser("error", "error");
  fastify.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else parseJson(request, body, done);
  });
  fastify.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  await app.register(helmet);
  app.enableCors({
    origin: environment.corsOrigins,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: ["x-request-id", "retry-after"],
  });
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: validationProblem }));
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  return app;
}

function requestId(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w-]{1,64}$/.test(header) ? header : randomUUID();
}
