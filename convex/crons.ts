import { cronJobs } from "convex/server";
import { internal } from "./_generated/api.js";

const crons = cronJobs();

crons.interval("attempts that fell silent", { minutes: 1 }, internal.jobs.sweep);
crons.interval("uploads that stopped, sources kept long enough", { minutes: 10 }, internal.videos.sweep);
crons.interval("frame data that was replaced", { minutes: 10 }, internal.files.sweepRetired);
crons.interval("stored files that nothing refers to", { minutes: 30 }, internal.files.beginOrphanSweep);

export default crons;
