import { cronJobs } from "convex/server";
import { internal } from "./_generated/api.ts";

const crons = cronJobs();
crons.interval("tick", { seconds: 1 }, internal.later.tick);

export default crons;
