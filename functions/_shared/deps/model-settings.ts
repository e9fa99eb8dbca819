/** Wiring: what is set up of the models, without loading one. */
import { nearShutdowns } from "../domain/models/model-shutdowns.ts";
import { EnvError, readAiEnv } from "../env.ts";

/** Which models are set up, and which of them are about to be withdrawn (TRI-3). Names of settings only when one is wrong. */
export function modelSettings(asOf: Date) {
  try {
    const { provider, models, shutdowns } = readAiEnv();
    return {
      provider,
      models,
      shutdowns: provider === "offline" ? [] : nearShutdowns(models, shutdowns, asOf),
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return { provider: null, models: null, shutdowns: [], problem: error.message };
  }
}
