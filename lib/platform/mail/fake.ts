import { overrideTransport, type Mail } from "@/lib/platform/mail/transport";

export type FakeMailServer = {
  /** What it has taken, oldest first. */
  taken: Mail[];
  /** Refuses the next `count` mails. */
  refuseNext(count?: number): void;
  /** Takes the next mail and never says so. */
  hangNext(): void;
  uninstall(): void;
};

/** A mail server that tests can tell to refuse or to hang. */
export function installFakeMailServer(): FakeMailServer {
  const taken: Mail[] = [];
  let refusing = 0;
  let hanging = false;
  overrideTransport({
    name: "fake",
    async send(mail) {
      if (hanging) {
        hanging = false;
        return new Promise<void>(() => {});
      }
      if (refusing > 0) {
        refusing -= 1;
        throw new Error("451 try again later");
      }
      taken.push(mail);
    },
  });
  return {
    taken,
    refuseNext: (count = 1) => void (refusing = count),
    hangNext: () => void (hanging = true),
    uninstall: () => overrideTransport(null),
  };
}
