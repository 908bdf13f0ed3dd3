import type { IncomingMessage, Server } from "node:http";
import { clearInterval, setInterval } from "node:timers";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { clientMessage, type ServerMessage } from "./sync-protocol.ts";
import { ProtocolError, SyncSession, type SessionContext } from "./sync-session.ts";

/** The client gives a connection up that is silent for a minute. */
const PING_EVERY_MS = 15_000;
/** Convex takes arguments of up to 16 MiB. */
const LONGEST_MESSAGE = 20 * 2 ** 20;
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

export interface SyncSockets {
  /** Ends every connection; clients connect again by themselves. */
  close: () => void;
}

/** Serves Convex's sync protocol on `/api/<version>/sync` of a server. */
export function serveSyncSockets(server: Server, context: Omit<SessionContext, "send">): SyncSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (!/^\/api(\/[^/]+)?\/sync$/.test(path)) {
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => serve(client, context));
  });
  return {
    close: () => {
      for (const client of sockets.clients) client.close(GOING_AWAY, "The local deployment stops.");
      for (const client of sockets.clients) client.terminate();
    },
  };
}

function serve(client: WebSocket, context: Omit<SessionContext, "send">): void {
  const send = (message: ServerMessage): void => {
    if (client.readyState === client.OPEN) client.send(JSON.stringify(message));
  };
  const session = new SyncSession({ ...context, send });
  let answered = true;
  const pinging = setInterval(() => {
    if (!answered) {
      client.terminate();
      return;
    }
    answered = false;
    client.ping();
    send({ type: "Ping" });
  }, PING_EVERY_MS);
  client.on("pong", () => (answered = true));
  client.on("error", () => client.terminate());
  client.on("close", () => {
    clearInterval(pinging);
    session.close();
  });
  client.on("message", (data) => {
    try {
      session.receive(parse(data));
    } catch (error) {
      const reason = error instanceof ProtocolError ? error.message : "This is not a message of the sync protocol.";
      client.close(POLICY_VIOLATION, reason.slice(0, 120));
    }
  });
}

function parse(data: RawData) {
  const text = Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString();
  return clientMessage.parse(JSON.parse(text));
}
