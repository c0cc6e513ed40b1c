import type { S3Client } from "@aws-sdk/client-s3";
import { env } from "@/lib/platform/env";

/** What the environment says about the service. */
export type S3Place = {
  bucket: string;
  region: string;
  /** Unset: Amazon's own. */
  endpoint: string | undefined;
  /** Where browsers find the service, if elsewhere. */
  publicEndpoint: string | undefined;
  /** Unset: as the machine itself is known there (a role, a profile). */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
};

/** The service of this installation. The environment was checked: with STORAGE=s3 there is a bucket. */
export function s3PlaceOf(given = env()): S3Place {
  const { STORAGE_S3_ACCESS_KEY_ID: accessKeyId, STORAGE_S3_SECRET_ACCESS_KEY: secretAccessKey } = given;
  return {
    bucket: given.STORAGE_S3_BUCKET ?? "",
    region: given.STORAGE_S3_REGION,
    endpoint: given.STORAGE_S3_ENDPOINT,
    publicEndpoint: given.STORAGE_S3_PUBLIC_ENDPOINT,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  };
}

/** A service that does not answer must not hold a request: an attempt has this long to begin to answer. */
const connectMs = 3_000;
const silenceMs = 20_000;
/** Readers at once: a player's segments wait for their connection otherwise. */
const connections = 128;

/** The library is large and most installations never need it: it is loaded by the first use. */
export const loadSdk = () => import("@aws-sdk/client-s3");

/** @param endpoint another than the service's own: for addresses that browsers use */
export async function s3Client(place: S3Place, endpoint = place.endpoint): Promise<S3Client> {
  const { S3Client: Client } = await loadSdk();
  return new Client({
    region: place.region,
    // A bucket as a part of the host needs names in DNS, which servers of one's own seldom have.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(place.credentials ? { credentials: place.credentials } : {}),
    // Checksums beyond what a call requires are unknown to many servers that speak this protocol.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 4,
    requestHandler: { connectionTimeout: connectMs, socketTimeout: silenceMs, httpAgent: { maxSockets: connections }, httpsAgent: { maxSockets: connections } },
  });
}
