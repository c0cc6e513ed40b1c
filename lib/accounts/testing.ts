import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import type { PasskeyAnswer, PasskeyRegistration } from "@/lib/accounts/contract";

type Options = { challenge: string; origin?: string; rpId?: string; isVerified?: boolean };

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();
const head = (major: number, size: number) => (size < 24 ? Buffer.from([(major << 5) | size]) : size < 256 ? Buffer.from([(major << 5) | 24, size]) : Buffer.from([(major << 5) | 25, size >> 8, size & 255]));
const cbor = {
  integer: (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value)),
  bytes: (value: Buffer) => Buffer.concat([head(2, value.length), value]),
  text: (value: string) => Buffer.concat([head(3, value.length), Buffer.from(value)]),
  map: (entries: [Buffer, Buffer][]) => Buffer.concat([head(5, entries.length), ...entries.flat()]),
};

/** An authenticator in software, as WebAuthn's specification lays its answers out; one passkey each, for tests. */
export class SoftAuthenticator {
  readonly credentialId = randomBytes(32);
  private readonly privateKey: KeyObject;
  private readonly publicJwk: { x: string; y: string };
  counter = 0;
  userHandle: string | undefined;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.privateKey = privateKey;
    this.publicJwk = publicKey.export({ format: "jwk" }) as { x: string; y: string };
  }

  register(options: Options): PasskeyRegistration {
    const clientDataJSON = this.clientData("webauthn.create", options);
    const point = (text: string) => cbor.bytes(Buffer.from(text, "base64url"));
    const cose = cbor.map([[cbor.integer(1), cbor.integer(2)], [cbor.integer(3), cbor.integer(-7)], [cbor.integer(-1), cbor.integer(1)], [cbor.integer(-2), point(this.publicJwk.x)], [cbor.integer(-3), point(this.publicJwk.y)]]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.credentialId.length]), this.credentialId, cose]);
    const attestationObject = cbor.map([[cbor.text("fmt"), cbor.text("none")], [cbor.text("attStmt"), cbor.map([])], [cbor.text("authData"), cbor.bytes(Buffer.concat([this.authData(options, 0x40), attested]))]]);
    return { ...this.credential(), response: { clientDataJSON: clientDataJSON.toString("base64url"), attestationObject: attestationObject.toString("base64url"), transports: ["internal"] } };
  }

  answer(options: Options): PasskeyAnswer {
    const clientDataJSON = this.clientData("webauthn.get", options);
    const authenticatorData = this.authData(options, 0);
    const signature = createSign("sha256").update(Buffer.concat([authenticatorData, sha256(clientDataJSON)])).sign(this.privateKey);
    const response = { clientDataJSON: clientDataJSON.toString("base64url"), authenticatorData: authenticatorData.toString("base64url"), signature: signature.toString("base64url") };
    return { ...this.credential(), response: this.userHandle === undefined ? response : { ...response, userHandle: this.userHandle } };
  }

  private credential() {
    const id = this.credentialId.toString("base64url");
    return { id, rawId: id, type: "public-key" as const, clientExtensionResults: {} };
  }

  private clientData(type: string, { challenge, origin = "http://localhost:3000" }: Options): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  /** User present, perhaps verified, then the counter in four bytes. */
  private authData({ rpId = "localhost", isVerified = true }: Options, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([0x01 | (isVerified ? 0x04 : 0) | more]), counter]);
  }
}
