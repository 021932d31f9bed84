import { Controller, Get } from "@nestjs/common";
import { Problem } from "../common/problem.ts";
import { DatabaseService } from "../database/database.service.ts";
import { Access } from "../security/access.guard.ts";

type Health = { status: "ok" };

@Controller("health")
@Access("public")
export class HealthController {
  constructor(private readonly database: DatabaseService) {}

  @Get("live")
  live(): Health {
    return { status: "ok" };
  }

  @Get("ready")
  async ready(): Promise<Health> {
    try {
      await this.database.client.$queryRaw`SELECT 1`;
    } catch {
      throw new Problem("unavailable");
    }
    return { status: "ok" };
  }
}
