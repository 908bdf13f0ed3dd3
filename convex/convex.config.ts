import rateLimiter from "@convex-dev/rate-limiter/convex.config.js";
import { defineApp } from "convex/server";
import { environment } from "./model/environment.js";

const app = defineApp({ env: environment });
app.use(rateLimiter);

export default app;
