import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server that has its address before it has its answers: requests wait until then. */
export class WebServer {
  readonly server: Server;
  private start: (listener: RequestListener) => void = () => undefined;

  constructor() {
    const started = new Promise<RequestListener>((resolve) => (this.start = resolve));
    this.server = createServer((request, response) => {
      void started.then((listener) => {
        listener(request, response);
      });
    });
  }

  /**
   * Returns the server's address.
   *
   * @throws Error in one sentence if the port is in use
   */
  listen(port: number, host: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => {
        reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} on ${host} is in use.`) : error);
      });
      this.server.listen(port, host, () => {
        resolve(`http://${host}:${(this.server.address() as AddressInfo).port}`);
      });
    });
  }

  serve(listener: RequestListener): void {
    this.start(listener);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}
