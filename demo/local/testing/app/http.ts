import { httpRouter } from "convex/server";
import { internal } from "./_generated/api.ts";
import { httpAction } from "./_generated/server.ts";

const http = httpRouter();

http.route({
  path: "/notes",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    await ctx.runMutation(internal.notes.insert, { topic: "http", text: await request.text() });
    return Response.json({ url: request.url, authorization: request.headers.get("authorization") }, { status: 201 });
  }),
});

http.route({
  path: "/broken",
  method: "GET",
  handler: httpAction(() => Promise.reject(new Error("broken on purpose"))),
});

export default http;
