/**
 * @typedef {object} LivekitSettings
 * @property {number} port signalling and API, TCP
 * @property {number} udpPort media
 * @property {string} apiKey
 * @property {string} apiSecret at least 32 characters
 * @property {string} webhookUrl where LiveKit reports what happens in calls
 * @property {boolean} [lenientSpeaker] tests: a browser's fake microphone beeps too briefly to count as speech
 */

/**
 * The configuration of a LiveKit that serves this machine only. Nothing in it reaches outside: no STUN, no TURN, no
 * address look-up.
 * @param {LivekitSettings} settings
 * @returns {string} YAML
 */
export function livekitConfig({ port, udpPort, apiKey, apiSecret, webhookUrl, lenientSpeaker = false }) {
  const text = `# Written at each start of Atrium; changes made here are lost.
port: ${port}
# Signalling and the API. Browsers come through Atrium's own gate, which asks the app first: a token alone must not
# open a call. Does not apply to rtc.tcp_port nor to turn, hence both stay off.
bind_addresses: ["127.0.0.1"]
rtc:
  # Given, so that the server asks no STUN server for its own address.
  node_ip: 127.0.0.1
  use_external_ip: false
  # All media through one port; the two interface settings below bind it to 127.0.0.1.
  udp_port: ${udpPort}
  # Any other value would listen on all interfaces.
  tcp_port: 0
  enable_loopback_candidate: true
  interfaces: { includes: [lo${process.platform === "darwin" ? "0" : ""}] }
  # Without an entry the server hands public STUN servers to browsers. A closed loopback port keeps them silent; it
  # must differ from udp_port, or no media connection comes up.
  stun_servers: ["127.0.0.1:${udpPort + 7}"]
keys: { ${JSON.stringify(apiKey)}: ${JSON.stringify(apiSecret)} }
# A room exists here only while the app says so: joining one that is over answers 404.
room: { auto_create: false, empty_timeout: 300, departure_timeout: 20 }
webhook: { api_key: ${JSON.stringify(apiKey)}, urls: [${JSON.stringify(webhookUrl)}] }
logging: { level: info, json: true }
`;
  if (!lenientSpeaker) return text;
  return `${text}# For tests: a fake microphone beeps for a tenth of each second, which by default is no speech.
audio: { active_level: 40, min_percentile: 5, update_interval: 400, smooth_intervals: 1 }
`;
}
