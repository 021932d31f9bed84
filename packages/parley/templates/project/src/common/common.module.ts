import { type DynamicModule, Module } from "@nestjs/common";
import { ENVIRONMENT, type Environment } from "../environment.ts";
import { Clock, SystemClock } from "./clock.ts";
import { Random } from "./random.ts";

export type Overrides = { clock?: Clock; random?: Random };

@Module({})
export class CommonModule {
  static with(environment: Environment, overrides: Overrides): DynamicModule {
    const clock = overrides.clock ?? new SystemClock();
    const random = overrides.random ?? new Random(clock);
    return {
      module: CommonModule,
      global: true,
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        { provide: Clock, useValue: clock },
        { provide: Random, useValue: random },
      ],
      exports: [ENVIRONMENT, Clock, Random],
    };
  }
}
