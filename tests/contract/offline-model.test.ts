import { createOfflineModel } from "../../functions/_shared/adapters/offline/generate-structured.ts";
import { languageModelContract } from "./language-model.contract.ts";

languageModelContract(
  "offline",
  () => Promise.resolve({ model: createOfflineModel(), close: () => Promise.resolve() }),
);
