// In development the thread that draws is no bundle, and threads do not take over tsx from the process.
import { register } from "tsx/esm/api";

register();
await import("./recorder-picture.ts");
