import { ConvexClient } from "convex/browser";

/** A connection that several elements use; closed when the last one lets go. */
export interface Lease<Client> {
  readonly client: Client;
  release(): void;
}

interface Closable {
  close(): Promise<void>;
}

interface Shared<Client> {
  readonly client: Client;
  users: number;
}

/** One connection per deployment address, counted. */
export class ConnectionPool<Client extends Closable> {
  readonly #open: (url: string) => Client;
  readonly #shared = new Map<string, Shared<Client>>();

  constructor(open: (url: string) => Client) {
    this.#open = open;
  }

  /** @throws whatever opening throws, such as for an address that is none. */
  acquire(url: string): Lease<Client> {
    const shared = this.#shared.get(url) ?? { client: this.#open(url), users: 0 };
    shared.users += 1;
    this.#shared.set(url, shared);
    let held = true;
    return {
      client: shared.client,
      release: () => {
        if (!held) {
          return;
        }
        held = false;
        shared.users -= 1;
        if (shared.users === 0) {
          this.#shared.delete(url);
          void shared.client.close();
        }
      },
    };
  }
}

/** The page's connections. Self-hosted and local deployments have addresses of any form. */
export const pageConnections = new ConnectionPool(
  (url) => new ConvexClient(url, { skipConvexDeploymentUrlCheck: true, unsavedChangesWarning: false }),
);
