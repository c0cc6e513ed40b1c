import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./i18n/request.ts");

const config: NextConfig = {
  // Two development servers on one checkout (tests beside one's own) need a folder each.
  distDir: process.env.ATRIUM_DIST_DIR ?? ".next",
  // Outside clients call the API with a trailing slash; both spellings get the same answer, no redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // Its button would lie over the account button.
  devIndicators: false,
  // Every page has its title in the head of its first bytes; streamed behind the body it would be missing for a moment.
  htmlLimitedBots: /.*/,
  experimental: { authInterrupts: true },
  productionBrowserSourceMaps: false,
  typedRoutes: false,
  serverExternalPackages: ["sharp", "@node-rs/argon2", "postgres", "pino", "livekit-server-sdk", "nodemailer", "prom-client"],
  // Types and lint are steps of their own in `npm run check`.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
