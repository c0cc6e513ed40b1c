import type { Contract } from "@/lib/http/contract";
import * as calls from "@/lib/http/endpoints/calls";
import * as system from "@/lib/http/endpoints/system";

/** Every documented endpoint; a route whose contract is missing here fails the test beside this file. */
export const allContracts: readonly Contract[] = [calls, system].flatMap((group) => Object.values(group) as unknown as Contract[]);
