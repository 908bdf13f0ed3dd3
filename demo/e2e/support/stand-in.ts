import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A request as a stand-in server received it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Answers a request; an answer may also be left out. */
export type Answer = (received: Received, response: ServerResponse) => void | Promise<void>;

export interface StandIn {
  readonly url: string;
  /** May be changed at any time. */
  answer: Answer;
  close(): Promise<void>;
}

/** A server that plays another one's part, badly where that is wanted. */
export async function startStandIn(answer: Answer): Promise<StandIn> {
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const received = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      return standIn.answer(received, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const standIn: StandIn = {
    url: `http://127.0.0.1:${port}`,
    answer,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return standIn;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
