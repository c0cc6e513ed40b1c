import net from "node:net";

/**
 * Event streams on bare sockets, so that three thousand readers cost this process little. Each notes when a text that is
 * looked for came.
 */
export class Streams {
  /** @type {net.Socket[]} */
  #sockets = [];
  /** @type {Buffer} */
  #wanted = Buffer.from("\u0000");
  /** @type {number[]} */
  #arrivals = [];
  #onArrival = () => {};

  /** Opens a stream for each cookie and waits for every hello. @param {number} port @param {string[]} cookies */
  async open(port, cookies) {
    for (let first = 0; first < cookies.length; first += 50) await Promise.all(cookies.slice(first, first + 50).map((cookie) => this.#openOne(port, cookie)));
  }

  #openOne(port, cookie) {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, "127.0.0.1", () => socket.write(`GET /api/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${cookie}\r\n\r\n`));
      let isOpen = false;
      socket.on("data", (bytes) => {
        if (!isOpen && bytes.includes('"hello"')) {
          isOpen = true;
          resolve(undefined);
        }
        if (bytes.includes(this.#wanted)) {
          this.#arrivals.push(performance.now());
          this.#onArrival();
        }
      });
      socket.on("error", reject).on("close", () => reject(new Error("A stream was closed.")));
      this.#sockets.push(socket);
    });
  }

  /** Resolves when `text` has come to every stream, with when it came to each. @param {string} text @returns {Promise<number[]>} */
  arrivalsOf(text) {
    this.#wanted = Buffer.from(text);
    const arrivals = (this.#arrivals = []);
    return new Promise((resolve) => {
      this.#onArrival = () => {
        if (arrivals.length === this.#sockets.length) resolve(arrivals);
      };
    });
  }

  close() {
    for (const socket of this.#sockets) socket.removeAllListeners("close").destroy();
  }
}
